import { startPage } from '../ui/page.tsx';
import { App } from './app.tsx';

void startPage('booking', (props) => <App {...props} />);

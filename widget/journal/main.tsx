import { startPage } from '../ui/page.tsx';
import { App } from './app.tsx';

void startPage('journal', (props) => <App {...props} />);

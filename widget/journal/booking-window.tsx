import { App } from '../booking/app.tsx';
import '../booking/parts.css';

export { App as BookingWindow };

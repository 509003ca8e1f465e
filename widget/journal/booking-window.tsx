import { App } from '../booking/app.tsx';
import '../booking/booking.css';

export { App as BookingWindow };

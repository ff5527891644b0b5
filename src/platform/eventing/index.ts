export { DeliveryDied } from './delivery-died.event.js';

// The telephone provider's own library, as it is; built apart and fetched by the line's page alone.
export { Device } from "@twilio/voice-sdk";

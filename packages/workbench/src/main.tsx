import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Frame } from "./frame.tsx";
import { Session } from "./session.ts";
import "./letters.css";
import "./desk.css";

const session = new Session(location.pathname + location.search);
session.start();
const place = document.querySelector("#desk");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Frame session={session} />
    </StrictMode>,
  );
}

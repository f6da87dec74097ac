/** The language server in a worker of the page. */
export * from "servanda/worker";

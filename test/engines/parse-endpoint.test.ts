import { expect, test } from "vitest";
import { parseEndpoint } from "../../src/engines/parse-endpoint.ts";

test("a Unix socket is taken as it is written", () => {
  expect(parseEndpoint("unix:///run/user/1000/podman/podman.sock")).toEqual({
    url: "unix:///run/user/1000/podman/podman.sock",
    socketPath: "/run/user/1000/podman/podman.sock",
  });
});

test.each([
  ["/run/docker.sock", 'engine "/run/docker.sock": write unix:///run/docker.sock'],
  ["tcp://10.0.0.1:2375", /on its own host.*for another host run nstop there/],
  ["ssh://root@web-03", /on its own host.*for another host run nstop there/],
  ["https://10.0.0.1", /on its own host.*for another host run nstop there/],
  ["npipe:////./pipe/docker_engine", /an engine is named by its socket, as unix:\/\/\/path/],
  ["unix://run/docker.sock", /an engine is named by its socket, as unix:\/\/\/path/],
  ["unix://", /an engine is named by its socket, as unix:\/\/\/path/],
  ["unix:///", /an engine is named by its socket, as unix:\/\/\/path/],
  ["unix:///run/a\0b", /an engine is named by its socket, as unix:\/\/\/path/],
  ["", /an engine is named by its socket, as unix:\/\/\/path/],
  [`unix:///${"x".repeat(107)}`, /a socket's path has at most 107 bytes/],
])("%j is refused with what to write", (text, message) => {
  expect(() => parseEndpoint(text)).toThrow(message);
});

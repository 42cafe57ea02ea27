import { Box, Spacer, useAnimation, useApp, useWindowSize } from "ink";
import { useEffect, useState } from "react";
import { renderError } from "../errors.ts";
import { serviceLook } from "../service-look.ts";
import { activityOf, troubleOf } from "./activity-lines.ts";
import { Footer } from "./footer.tsx";
import { Header } from "./header.tsx";
import { Help } from "./help.tsx";
import { homeBindings } from "./home-keys.ts";
import type { HomeActions } from "./home-model.ts";
import { useKeys } from "./keyboard.tsx";
import { commandOf } from "./keys.ts";
import { liveServices } from "./live-services.ts";
import { Logs } from "./logs.tsx";
import type { OperationRunner } from "./operation-runner.ts";
import { Overview } from "./overview.tsx";
import { useTheme } from "./theme.ts";
import { useHomeCommands } from "./use-home-commands.ts";
import { useOperation } from "./use-operation.ts";
import { usePolled } from "./use-polled.ts";

const refreshMilliseconds = 2000;
/** Rates need two readings, and nobody wants to wait for the first of them. */
const pause = (readings: number) => (readings === 1 ? 500 : refreshMilliseconds);

/** The home screen: the whole stack at one glance, each common command one key away. */
export function Home(props: {
  readonly actions: HomeActions;
  readonly runner: OperationRunner;
  readonly readOnly: boolean;
}) {
  const { actions, runner, readOnly } = props;
  const { exit } = useApp();
  const { columns, rows } = useWindowSize();
  const theme = useTheme();
  const [screen, setScreen] = useState<"overview" | "help" | "logs">("overview");
  const [selectedName, setSelectedName] = useState<string>();

  const active = screen === "overview";
  const status = usePolled(actions.status.run, { active, pause });
  const figures = usePolled(actions.figures.run, { active, pause });
  const view = useOperation(runner);
  const { refresh } = status;
  useEffect(() => {
    if (view.phase === "ended") refresh();
  }, [view.phase, refresh]);

  const services = liveServices(status.value?.services ?? [], view);
  const selected = Math.max(
    0,
    services.findIndex(({ service }) => service === selectedName),
  );
  const busy = view.phase === "running" || services.some(({ state }) => serviceLook(state, theme.glyphs).busy);
  useAnimation({ interval: 100, isActive: active && busy });
  const now = Date.now();

  const { perform, question, answer, notice } = useHomeCommands({
    actions,
    runner,
    readOnly,
    selected: services[selected],
    move: (by) => setSelectedName(services[Math.max(0, Math.min(services.length - 1, selected + by))]?.service),
    show: setScreen,
    quit: exit,
  });
  const bindings = homeBindings(actions, readOnly);
  useKeys((name) => {
    if (question) return answer(name === "y");
    if (screen === "help" && name !== "q" && name !== "ctrl-c") return setScreen("overview");
    const command = commandOf(bindings, name);
    if (command !== undefined) perform(command);
  });

  const service = services[selected]?.service;
  if (screen === "logs" && service !== undefined) {
    const back = () => setScreen("overview");
    return <Logs logs={actions.logs} {...{ service, columns, rows }} onBack={back} onQuit={exit} />;
  }
  const statusFailure =
    status.error === undefined
      ? undefined
      : { title: "Status", lines: renderError(status.error, { ...theme, json: false }).split("\n") };
  const keyToEnable = readOnly ? "" : " Press e to start it.";
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Header status={status.value} readOnly={readOnly} width={columns} />
      {screen === "help" ? (
        <Help title="Keys" bindings={bindings} width={columns} height={rows - 3} />
      ) : (
        <Overview
          services={services}
          instead={status.value ? `Monitoring is not enabled here.${keyToEnable}` : `Looking${theme.glyphs.ellipsis}`}
          selected={selected}
          figures={figures.value}
          activity={(width) =>
            question ??
            notice ??
            activityOf(view, theme, { width, now }) ??
            statusFailure ??
            troubleOf(services[selected], theme, width)
          }
          {...{ columns, rows, now }}
        />
      )}
      <Spacer />
      <Footer bindings={bindings} width={columns} />
    </Box>
  );
}

// The smallest applications whose time from the start of the process to the first response of /metrics is compared. The benchmark starts it.
using StartUpApp;

switch (args)
{
    case ["bare", .. var rest]:
        BareApp.Run(rest);
        return 0;
    case ["vernier", .. var rest]:
        VernierApp.Run(rest);
        return 0;
#if PROMETHEUS_NET
    case ["prometheus-net", .. var rest]:
        PrometheusNetApp.Run(rest);
        return 0;
#endif
    default:
        Console.Error.WriteLine("Usage: StartUpApp bare | vernier | prometheus-net (if built with it), followed by options of the host such as --urls.");
        return 2;
}

namespace Vernier.EndToEnd.Servers;

/// <summary>Runs amtool, the configuration checker of Alertmanager.</summary>
internal static class Amtool
{
    public static Task<CommandResult> CheckConfigAsync(string file) =>
        new Command(InstalledProgram.Find("amtool", package: "prometheus-alertmanager"), "check-config", file).RunAsync();
}

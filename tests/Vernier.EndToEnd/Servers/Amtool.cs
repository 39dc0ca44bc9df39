namespace Vernier.EndToEnd.Servers;

/// <summary>Alertmanager's own checker.</summary>
internal static class Amtool
{
    public static Task<CommandResult> CheckConfigAsync(string file) =>
        new Command(InstalledProgram.Find("amtool", package: "prometheus-alertmanager"), "check-config", file).RunAsync();
}

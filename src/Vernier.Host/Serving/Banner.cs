using System.Reflection;
using System.Text;

namespace Vernier.Host.Serving;

/// <summary>The text that the host prints after startup: its URLs and files.</summary>
internal static class Banner
{
    public static string Of(IReadOnlyList<RunningSystem> systems, bool demo)
    {
        var version = typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        var nameWidth = systems.Max(s => s.Name.Length);
        var labelWidth = systems.SelectMany(s => s.Links).Max(l => l.Label.Length);

        var text = new StringBuilder().AppendLine($"Vernier {version} is running. Press Ctrl+C to stop.").AppendLine();
        foreach (var system in systems)
        {
            var name = system.Name;
            foreach (var link in system.Links)
            {
                text.AppendLine($"  {name.PadRight(nameWidth)}  {link.Label.PadRight(labelWidth)}  {(link.IsFile ? link.Path : new Uri(system.Address, link.Path))}");
                name = "";
            }
        }
        return text.AppendLine().Append(demo ? "Demo traffic is enabled; use --demo false to disable it." : "Demo traffic is disabled.").ToString();
    }
}

using System.Reflection;
using System.Text;

namespace Vernier.Host.Serving;

/// <summary>What the host says when it is up: where to look.</summary>
internal static class Banner
{
    public static string Of(IReadOnlyList<RunningSystem> systems, bool demo)
    {
        var version = typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
        var nameWidth = systems.Max(s => s.Name.Length);
        var whatWidth = systems.SelectMany(s => s.Links).Max(l => l.What.Length);

        var text = new StringBuilder().AppendLine($"Vernier {version} is running. Ctrl+C stops it.").AppendLine();
        foreach (var system in systems)
        {
            var name = system.Name;
            foreach (var link in system.Links)
            {
                text.AppendLine($"  {name.PadRight(nameWidth)}  {link.What.PadRight(whatWidth)}  {new Uri(system.Address, link.Path)}");
                name = "";
            }
        }
        return text.AppendLine().Append(demo ? "Demo traffic flows; --demo false switches it off." : "There is no demo traffic.").ToString();
    }
}

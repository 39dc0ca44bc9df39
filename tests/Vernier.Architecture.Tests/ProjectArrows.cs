using System.Xml.Linq;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Which project may refer to which. Every arrow of the drawing points down:
/// <code>
///                         Vernier.Host                      the executable
///             ┌────────────────┴──────────────┐
///        systems/*                     Vernier.Toolkit
///     (one project each)               Vernier.PromQL
///             │                               │
///  Vernier.AspNetCore  Vernier.Push  Vernier.Forwarding ◄─ Vernier.Services  (a system refers to those that it needs)
///             └────────────────┬──────────────┘
///                           Vernier                         the core; refers to nothing
/// </code>
/// </summary>
internal static class ProjectArrows
{
    /// <summary>What a system may refer to; which of these it needs is its own matter.</summary>
    private static readonly IReadOnlyList<string> BelowSystems = ["Vernier.AspNetCore", "Vernier.Push", "Vernier.Forwarding", "Vernier.Services"];

    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Drawing = new Dictionary<string, IReadOnlyList<string>>
    {
        ["Vernier.Toolkit"] = ["Vernier.PromQL"],
        ["Vernier.PromQL"] = ["Vernier"],
        ["Vernier.AspNetCore"] = ["Vernier"],
        ["Vernier.Push"] = ["Vernier"],
        ["Vernier.Forwarding"] = [],
        ["Vernier.Services"] = ["Vernier.Forwarding"],
        ["Vernier"] = [],
    };

    public static IEnumerable<string> References(XDocument projectFile) =>
        projectFile.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    /// <summary>Returns one line for each difference between the drawing and the references of the project files.</summary>
    /// <param name="projects">The references of each project.</param>
    /// <param name="systems">The projects in <c>systems</c>.</param>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, IEnumerable<string>> projects, IReadOnlyCollection<string> systems)
    {
        foreach (var (project, references) in projects)
        {
            if (systems.Contains(project))
            {
                foreach (var reference in references.Except(BelowSystems))
                    yield return $"{project} → {reference}: a system may refer to {string.Join(", ", BelowSystems)} only.";
                continue;
            }
            if (Drawn(project, systems) is not { } drawn)
            {
                yield return $"{project} is not in the drawing.";
                continue;
            }
            foreach (var missing in drawn.Where(projects.ContainsKey).Except(references))
                yield return $"{project} → {missing} is in the drawing but not in the project.";
            foreach (var added in references.Except(drawn))
                yield return $"{project} → {added} is in the project but not in the drawing.";
        }
    }

    private static IEnumerable<string>? Drawn(string project, IEnumerable<string> systems) =>
        project == "Vernier.Host" ? [.. systems, "Vernier.Toolkit", "Vernier.Services"] : Drawing.GetValueOrDefault(project);
}

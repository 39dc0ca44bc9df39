using System.Xml.Linq;

namespace Vernier.Architecture.Tests;

/// <summary>
/// Which project refers to which. The drawing, in which every arrow points down:
/// <code>
///                  Vernier.Host            the exe
///         Vernier.Systems   Vernier.Toolkit
///    Vernier.AspNetCore   Vernier.Push        |
///                  Vernier                 the core; Toolkit uses the core alone
/// </code>
/// </summary>
internal static class ProjectArrows
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Drawing = new Dictionary<string, IReadOnlyList<string>>
    {
        ["Vernier.Host"] = ["Vernier.Systems", "Vernier.Toolkit"],
        ["Vernier.Systems"] = ["Vernier.AspNetCore", "Vernier.Push"],
        ["Vernier.Toolkit"] = ["Vernier"],
        ["Vernier.AspNetCore"] = ["Vernier"],
        ["Vernier.Push"] = ["Vernier"],
        ["Vernier"] = [],
    };

    public static IEnumerable<string> References(XDocument projectFile) =>
        projectFile.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    /// <summary>Differences from the part of the drawing whose projects exist, one line each.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, IEnumerable<string>> projects)
    {
        foreach (var (project, references) in projects)
        {
            if (!Drawing.TryGetValue(project, out var drawn))
            {
                yield return $"{project} is not in the drawing.";
                continue;
            }
            var expected = drawn.Where(projects.ContainsKey).ToList();
            foreach (var missing in expected.Except(references))
                yield return $"{project} → {missing} is in the drawing but not in the project.";
            foreach (var added in references.Except(expected))
                yield return $"{project} → {added} is in the project but not in the drawing.";
        }
    }
}

using System.Text;

namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>Maps a path to the template of its DICOMweb resource (DICOM PS3.18, section 10), without UIDs, so that label values are bounded.</summary>
internal static class ResourceTemplate
{
    public const string Other = "/{**path}";

    private static readonly Dictionary<string, (int Level, string? Id)> Parts = new()
    {
        ["studies"] = (1, "{study}"),
        ["series"] = (2, "{series}"),
        ["instances"] = (3, "{instance}"),
        ["frames"] = (4, "{frames}"),
        ["bulkdata"] = (4, "{**bulkdata}"),
        ["metadata"] = (5, null),
        ["rendered"] = (5, null),
        ["thumbnail"] = (5, null),
    };

    /// <summary>Gets the most common resources; their series exist from the start.</summary>
    public static IReadOnlyList<string> Common { get; } = ["/studies", "/studies/{study}", "/studies/{study}/series/{series}/instances/{instance}"];

    /// <summary>Gets the template of an address below the root of a service.</summary>
    public static string Of(Uri root, Uri address) =>
        address.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal) ? Of(address.AbsolutePath[root.AbsolutePath.Length..]) : Other;

    /// <summary>Gets the template of a path relative to the root of the service.</summary>
    public static string Of(string path)
    {
        var template = new StringBuilder();
        var level = 0;
        string? id = null;
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            // Levels must increase, which bounds the number of templates.
            if (Parts.TryGetValue(segment, out var part) && part.Level > level)
            {
                template.Append('/').Append(segment);
                (level, id) = part;
            }
            else if (id is not null)
            {
                template.Append('/').Append(id);
                if (id == "{**bulkdata}")
                    return template.ToString();
                id = null;
            }
            else
            {
                return Other;
            }
        }

        return template.Length > 0 ? template.ToString() : "/";
    }
}

using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Outbound;

/// <summary>Maps a path to the template of its DICOMweb resource (DICOM PS3.18, section 10), without UIDs, so that label values are bounded.</summary>
internal static class ResourceTemplate
{
    public const string Other = "/{**path}";

    private const string Study = "/studies/{study}";
    private const string Series = Study + "/series/{series}";
    private const string Instance = Series + "/instances/{instance}";
    private const string Frames = Instance + "/frames/{frames}";
    private const string BulkData = "/bulkdata/{**bulkdata}";

    private static readonly string[] Searches = ["/studies", "/series", "/instances", Study + "/series", Study + "/instances", Series + "/instances"];

    /// <summary>What can be stored, updated or deleted, by the standard or by common servers.</summary>
    private static readonly FrozenSet<string> Writable = FrozenSet.Create("/studies", Study, Series, Instance);

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

    /// <summary>The resources of the standard. A client can request any path, so all others have one label value.</summary>
    private static readonly FrozenSet<string> Known = ((string[])
    [
        "/",
        .. Searches,
        .. new[] { Study, Series, Instance }.SelectMany(resource => new[] { resource, $"{resource}/metadata", $"{resource}/rendered", $"{resource}/thumbnail", resource + BulkData }),
        Frames, $"{Frames}/rendered", $"{Frames}/thumbnail",
    ]).ToFrozenSet();

    /// <summary>Gets the most common resources; their series exist from the start.</summary>
    public static IReadOnlyList<string> Common { get; } = ["/studies", Study, Instance];

    /// <summary>Gets the template of a request to an address below the root of a service.</summary>
    /// <param name="method">The method.</param>
    /// <param name="root">The root of the service.</param>
    /// <param name="address">The address.</param>
    public static string Of(string method, Uri root, Uri address) =>
        address.AbsolutePath.StartsWith(root.AbsolutePath, StringComparison.Ordinal) ? Of(method, address.AbsolutePath[root.AbsolutePath.Length..]) : Other;

    /// <summary>Gets the template of a request to a path relative to the root of the service, if the method is usual for the resource.</summary>
    public static string Of(string method, string path)
    {
        var template = Of(path);
        return method == HttpMethods.Get || Writable.Contains(template) && (method == HttpMethods.Post || method == HttpMethods.Put || method == HttpMethods.Delete)
            ? template
            : Other;
    }

    /// <summary>Gets the template of a path relative to the root of the service.</summary>
    public static string Of(string path)
    {
        var template = new StringBuilder();
        var level = 0;
        string? id = null;
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parts.TryGetValue(segment, out var part) && part.Level > level)
            {
                template.Append('/').Append(segment);
                (level, id) = part;
            }
            else if (id is not null)
            {
                template.Append('/').Append(id);
                if (id == "{**bulkdata}")
                    break;
                id = null;
            }
            else
            {
                return Other;
            }
        }
        var text = template.Length > 0 ? template.ToString() : "/";
        return Known.Contains(text) ? text : Other;
    }
}

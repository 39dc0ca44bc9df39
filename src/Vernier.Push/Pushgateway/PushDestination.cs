namespace Vernier.Push.Pushgateway;

/// <summary>The URL of a push.</summary>
/// <param name="Url">The URL of the group, or of the import API of VictoriaMetrics.</param>
/// <param name="HasGroups">Whether the target has groups, as a Pushgateway does. VictoriaMetrics stores each push in addition to the earlier ones.</param>
internal sealed record PushDestination(Uri Url, bool HasGroups)
{
    private const string Import = "/api/v1/import/prometheus";
    private const string RemoteWrite = "/api/v1/write";

    public static PushDestination Of(PushgatewayOptions options)
    {
        KeyValuePair<string, string>[] key =
        [
            new("job", options.Job),
            .. options.Instance is { } instance ? [new KeyValuePair<string, string>("instance", instance)] : Array.Empty<KeyValuePair<string, string>>(),
            .. options.GroupingKey.OrderBy(label => label.Key, StringComparer.Ordinal),
        ];
        var url = new UriBuilder(options.Url!);
        var path = url.Path.TrimEnd('/');
        if (path.EndsWith(Import, StringComparison.Ordinal))
            return ForImport(url, path, key);
        // This path accepts remote write instead of text. The import path is next to it, in the /insert/…/prometheus path of a cluster too.
        if (path.EndsWith(RemoteWrite, StringComparison.Ordinal))
            return ForImport(url, path[..^RemoteWrite.Length] + Import, key);
        url.Path = path + GroupPath.Of(key);
        return new PushDestination(url.Uri, HasGroups: true);
    }

    // VictoriaMetrics adds a label to each sample for each extra_label=NAME=VALUE. Empty labels are equivalent to missing ones.
    private static PushDestination ForImport(UriBuilder url, string path, IEnumerable<KeyValuePair<string, string>> key)
    {
        var labels = key.Where(label => label.Value != "").Select(label => "extra_label=" + Uri.EscapeDataString($"{label.Key}={label.Value}"));
        url.Path = path;
        url.Query = string.Join('&', labels.Prepend(url.Query.TrimStart('?')).Where(part => part != ""));
        return new PushDestination(url.Uri, HasGroups: false);
    }
}

namespace Vernier.Push.Pushgateway;

/// <summary>Where exactly a grouping key's metrics go.</summary>
/// <param name="Url">The group's URL, or that of VictoriaMetrics' import.</param>
/// <param name="HasGroups">Whether the target is a Pushgateway. VictoriaMetrics has no groups: it stores each push beside those before it.</param>
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
            return Importing(url, path, key);
        // That path reads remote write, not text; the import is its neighbour, in a cluster's /insert/…/prometheus too.
        if (path.EndsWith(RemoteWrite, StringComparison.Ordinal))
            return Importing(url, path[..^RemoteWrite.Length] + Import, key);
        url.Path = path + GroupPath.Of(key);
        return new PushDestination(url.Uri, HasGroups: true);
    }

    // VictoriaMetrics adds a label to each sample for each extra_label=NAME=VALUE. One without a value would be no label.
    private static PushDestination Importing(UriBuilder url, string path, IEnumerable<KeyValuePair<string, string>> key)
    {
        var labels = key.Where(label => label.Value != "").Select(label => "extra_label=" + Uri.EscapeDataString($"{label.Key}={label.Value}"));
        url.Path = path;
        url.Query = string.Join('&', labels.Prepend(url.Query.TrimStart('?')).Where(part => part != ""));
        return new PushDestination(url.Uri, HasGroups: false);
    }
}

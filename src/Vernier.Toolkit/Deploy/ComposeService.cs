namespace Vernier.Toolkit.Deploy;

/// <summary>An application in <c>compose.yaml</c>, beside the servers that watch it. Immutable.</summary>
/// <param name="Name">The service's name, by which Prometheus finds it: the host of its <see cref="Catalog.ScrapeDefinition"/>.</param>
public sealed record ComposeService(string Name)
{
    /// <summary>The image's name. With <see cref="BuildContext"/> it is built under this name; null (the default) leaves the name to Compose.</summary>
    public string? Image { get; init; }

    /// <summary>The folder with the Dockerfile, relative to <c>compose.yaml</c>; null (the default) for an image that is there already.</summary>
    public string? BuildContext { get; init; }

    /// <summary>What it is started with; the image's own command by default.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Ports of the container that are opened on the machine, in Compose's notation: <c>127.0.0.1:8001:8000</c>; none by default.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];
}

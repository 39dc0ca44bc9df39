namespace Vernier.AspNetCore.Endpoints;

/// <summary>Marks the endpoints at which metrics are scraped.</summary>
internal sealed class ScrapeEndpointMetadata
{
    public static ScrapeEndpointMetadata Instance { get; } = new();
}

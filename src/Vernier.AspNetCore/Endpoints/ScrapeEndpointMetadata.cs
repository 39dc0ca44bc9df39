namespace Vernier.AspNetCore.Endpoints;

/// <summary>Marks metrics endpoints.</summary>
internal sealed class ScrapeEndpointMetadata
{
    public static ScrapeEndpointMetadata Instance { get; } = new();
}

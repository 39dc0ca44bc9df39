using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Services;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>The version of a site or resource, which detects concurrent changes: a hash of what can be edited.</summary>
internal static class EntityVersion
{
    private const int Length = 16;

    public static string Of(Site site) => Hash(new { site.Name, site.Region });

    public static string Of(Resource resource) => Hash(new { resource.Name, resource.Host, resource.Port, resource.Blocked, resource.Targets });

    /// <summary>Compares the version that the client has read with the current one.</summary>
    /// <param name="expected">The version; null if the client does not check it.</param>
    /// <param name="current">The current version.</param>
    /// <exception cref="RequestException">412: the versions differ.</exception>
    public static void Check(string? expected, string current)
    {
        if (expected is not null && expected != current)
            throw new RequestException(StatusCodes.Status412PreconditionFailed, "It was changed in the meantime. Load it again, and repeat the change.");
    }

    private static string Hash<T>(T value) => TextHash.Of(JsonSerializer.Serialize(value, ApiJson.Instance.Options))[..Length];
}

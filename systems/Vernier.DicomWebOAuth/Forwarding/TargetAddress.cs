using Microsoft.AspNetCore.Http;

namespace Vernier.DicomWebOAuth.Forwarding;

/// <summary>Finds where a request goes.</summary>
internal static class TargetAddress
{
    // .NET would decode some escapes; what the client wrote is for the server to read.
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address below the service's root; null when the path would lead out of it.</summary>
    /// <param name="root">The service's root.</param>
    /// <param name="path">The path below it, as the client wrote it.</param>
    /// <param name="query">The query with its question mark, as the client wrote it.</param>
    public static Uri? Of(Uri root, string path, QueryString query)
    {
        // What is escaped twice may be read twice, by the server or by what stands before it.
        if (Uri.UnescapeDataString(Uri.UnescapeDataString(path)).Split('/', '\\').Any(segment => segment is ".." or "."))
            return null;
        var below = root.AbsolutePath.TrimEnd('/') + "/";
        return Uri.TryCreate(root.GetLeftPart(UriPartial.Authority) + below + path.TrimStart('/') + query.Value, AsWritten, out var address)
            && address.Authority == root.Authority
            && address.AbsolutePath.StartsWith(below, StringComparison.Ordinal)
            ? address
            : null;
    }
}

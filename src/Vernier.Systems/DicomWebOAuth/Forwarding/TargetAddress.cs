using Microsoft.AspNetCore.Http;

namespace Vernier.Systems.DicomWebOAuth.Forwarding;

/// <summary>Finds where a request goes.</summary>
internal static class TargetAddress
{
    /// <summary>The address below the service's root; null when the path would lead out of it.</summary>
    /// <param name="root">The service's root.</param>
    /// <param name="path">The path below it, decoded as routing gives it.</param>
    /// <param name="query">The query with its question mark, as the client wrote it.</param>
    public static Uri? Of(Uri root, string path, QueryString query)
    {
        // An escaped slash stays escaped in the path of a request, so that its dots are still to be looked for.
        if (Uri.UnescapeDataString(path).Split('/', '\\').Any(segment => segment is ".." or "."))
            return null;
        string below = root.AbsolutePath.TrimEnd('/') + "/";
        string target = below + new PathString("/" + path).ToUriComponent().TrimStart('/');
        return Uri.TryCreate(root.GetLeftPart(UriPartial.Authority) + target + query.Value, UriKind.Absolute, out Uri? address)
            && address.Authority == root.Authority
            && address.AbsolutePath.StartsWith(below, StringComparison.Ordinal)
            ? address
            : null;
    }
}

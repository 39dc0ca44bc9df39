using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>The address of the main application for browsers.</summary>
internal static class MainAddress
{
    /// <summary>Returns an absolute address.</summary>
    /// <param name="options">The options.</param>
    /// <param name="path">The path, with a slash at its start.</param>
    public static string Of(PangolinOptions options, string path) =>
        (options.PublicUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/') ?? $"http://localhost:{options.Port}") + path;
}

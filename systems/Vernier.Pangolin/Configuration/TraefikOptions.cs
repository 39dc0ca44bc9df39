using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// The options of the configuration for Traefik, which forwards the requests for all resources to the proxy. <c>GET /api/v1/traefik-config</c> returns it
/// for the HTTP provider of Traefik. The keys are the property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class TraefikOptions : IValidatableObject
{
    private const string NameRule = "must have 1 to 64 letters, digits, - and _, starting with a letter";

    /// <summary>
    /// Gets or sets the path of the file for the file provider of Traefik, with the extension <c>.yml</c> or <c>.yaml</c>. Its directory must exist. Every
    /// 5 seconds the configuration is rendered, and the file is replaced if it differs. Default: null, which writes no file.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// Gets or sets the URL at which Traefik reaches the proxy, an absolute http or https URL without a path. Default: null, which means the address of
    /// <see cref="PangolinOptions.Proxy"/> on this machine.
    /// </summary>
    [HttpUrl]
    public Uri? ServiceUrl { get; set; }

    /// <summary>Gets or sets the names of the entry points of HTTP routers. Default: empty, which means the default entry points of Traefik.</summary>
    public IReadOnlyList<string> EntryPoints { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether Traefik ends the TLS connections of HTTP routers. Default: false.</summary>
    public bool Tls { get; set; }

    /// <summary>Gets or sets the name of the certificate resolver of Traefik for HTTP routers, which requires <see cref="Tls"/>. Default: null.</summary>
    public string? CertResolver { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether TCP resources are included. A resource on port 9501 needs an entry point <c>tcp-9501</c> in Traefik's own
    /// configuration. Default: false.
    /// </summary>
    public bool IncludeTcp { get; set; }

    /// <summary>
    /// Gets or sets the plugins by name: 1 to 64 letters, digits, <c>-</c> and <c>_</c>, starting with a letter; at most 100. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, TraefikPluginOptions> Plugins { get; set; } = new Dictionary<string, TraefikPluginOptions>();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (File is not null && !IsYaml(File))
            yield return new RuleViolation("must be the path of a .yml or .yaml file in an existing directory", nameof(File));
        if (ServiceUrl is { } url && (url.AbsolutePath != "/" || url.Query.Length > 0))
            yield return new RuleViolation("must not have a path or query", nameof(ServiceUrl));
        foreach (var (i, name) in EntryPoints.Index())
        {
            if (!IsName(name))
                yield return new RuleViolation(NameRule, nameof(EntryPoints), $"{i}") { Value = name };
        }
        if (CertResolver is not null && !IsName(CertResolver))
            yield return new RuleViolation(NameRule, nameof(CertResolver));
        else if (CertResolver is not null && !Tls)
            yield return new RuleViolation("must not be set unless tls is true", nameof(CertResolver));
        if (Plugins.Count > 100)
            yield return new RuleViolation("must have at most 100 entries", nameof(Plugins)) { Value = $"{Plugins.Count} entries" };
        foreach (var name in Plugins.Keys.Where(name => !IsName(name)))
            yield return new RuleViolation($"{NameRule} as its name", nameof(Plugins)) { Value = name };
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static bool IsYaml(string path) =>
        Path.GetExtension(path) is ".yml" or ".yaml" && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)));
}

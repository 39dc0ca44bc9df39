using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;

namespace Vernier.AspNetCore.Server;

/// <summary>Configures a <see cref="MetricsServer"/>. Validated when the server is created, and read once.</summary>
public sealed class MetricsServerOptions : IValidatableObject
{
    private const string Blank = "must not be empty; set null for no authentication.";

    /// <summary>Gets or sets the TCP port: 1 to 65535, or 0 for any free port. 9464 by default.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>
    /// Gets or sets the address to listen on: an IP address, <c>localhost</c>, a host name of this machine, or <c>*</c> for all addresses.
    /// <c>127.0.0.1</c> by default, so that the server is not reachable from other machines.
    /// </summary>
    [Required(ErrorMessage = "must be an IP address, a host name of this machine, or * for all addresses.")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// Gets or sets the host names, without ports, that scrapers may send in the header <c>Host</c>; <c>*.example.com</c> allows all subdomains, <c>*</c> all
    /// names, and IP addresses of the server are always allowed. Null (the default): localhost, 127.0.0.1 and [::1] if the server listens on a loopback
    /// address, so that a web page cannot read metrics by DNS rebinding; all names otherwise, because every machine of the network can read the metrics.
    /// </summary>
    public IReadOnlyList<string>? AllowedHosts { get; set; }

    /// <summary>Gets or sets the path of the metrics, which starts with a slash. <c>/metrics</c> by default.</summary>
    [Required(ErrorMessage = "must start with a slash.")]
    [RegularExpression("/[A-Za-z0-9/._~-]*", ErrorMessage = "must start with a slash, followed only by letters, digits and / . _ ~ -")]
    public string Path { get; set; } = "/metrics";

    /// <summary>Gets or sets the token that scrapers must send as <c>Authorization: Bearer</c>; null (the default) for none.</summary>
    [Secret]
    [RegularExpression("[A-Za-z0-9._~+/-]+=*", ErrorMessage = "must contain only letters, digits and . _ ~ + / -, optionally followed by =")]
    public string? BearerToken { get; set; }

    /// <summary>Gets or sets the user name for basic authentication, together with the password; null (the default) for none.</summary>
    [RegularExpression(@"[^:\p{Cc}]+", ErrorMessage = "must not contain colons or control characters.")]
    public string? BasicAuthUser { get; set; }

    /// <summary>Gets or sets the password for basic authentication; null (the default) for none.</summary>
    [Secret]
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must not contain control characters.")]
    public string? BasicAuthPassword { get; set; }

    /// <summary>Gets or sets a callback that configures the Kestrel listener, for example for TLS: <c>listener => listener.UseHttps(certificate)</c>. Null (the default) for plain HTTP.</summary>
    public Action<ListenOptions>? ConfigureListener { get; set; }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Port is < 0 or > 65535)
            yield return new ValidationResult($"is {Port}; it must be between 0 and 65535.", [nameof(Port)]);
        if (AllowedHosts is { Count: 0 })
            yield return new ValidationResult("must contain at least one host name.", [nameof(AllowedHosts)]);
        foreach (var failure in RequestRules.Validate(AllowedHosts ?? [], nameof(AllowedHosts), [], nameof(AllowedHosts)))
            yield return failure;
        // Not the same as null: the value of a variable that is not set must not turn authentication off.
        if (IsBlank(BearerToken))
            yield return new ValidationResult(Blank, [nameof(BearerToken)]);
        if (IsBlank(BasicAuthUser))
            yield return new ValidationResult(Blank, [nameof(BasicAuthUser)]);
        if (IsBlank(BasicAuthPassword))
            yield return new ValidationResult(Blank, [nameof(BasicAuthPassword)]);
        if (BasicAuthUser is null != BasicAuthPassword is null)
            yield return new ValidationResult("must be set together.", [nameof(BasicAuthUser), nameof(BasicAuthPassword)]);
        if (BearerToken is not null && BasicAuthUser is not null)
            yield return new ValidationResult("must not be set together.", [nameof(BearerToken), nameof(BasicAuthUser)]);
    }

    private static bool IsBlank(string? text) => text is not null && string.IsNullOrWhiteSpace(text);
}

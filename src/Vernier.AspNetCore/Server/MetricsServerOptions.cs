using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AspNetCore.Server;

/// <summary>Configures a <see cref="MetricsServer"/>. Validated when the server is created, and read once.</summary>
public sealed class MetricsServerOptions : IValidatableObject
{
    /// <summary>Gets or sets the TCP port: 1 to 65535, or 0 for any free port. 9464 by default.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>
    /// Gets or sets the address to listen on: an IP address, <c>localhost</c>, a host name of this machine, or <c>*</c> for all addresses.
    /// <c>127.0.0.1</c> by default, so that the server is not reachable from other machines.
    /// </summary>
    [Required(ErrorMessage = "must be an IP address, a host name of this machine, or * for all addresses.")]
    public string Address { get; set; } = "127.0.0.1";

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
        if (string.IsNullOrEmpty(BasicAuthUser) != string.IsNullOrEmpty(BasicAuthPassword))
            yield return new ValidationResult("must be set together.", [nameof(BasicAuthUser), nameof(BasicAuthPassword)]);
        if (!string.IsNullOrEmpty(BearerToken) && !string.IsNullOrEmpty(BasicAuthUser))
            yield return new ValidationResult("must not be set together.", [nameof(BearerToken), nameof(BasicAuthUser)]);
    }
}

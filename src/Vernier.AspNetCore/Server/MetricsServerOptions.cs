using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AspNetCore.Server;

/// <summary>Where and to whom a <see cref="MetricsServer"/> shows the metrics. Checked when the server is made, and read once.</summary>
public sealed class MetricsServerOptions : IValidatableObject
{
    /// <summary>The TCP port, 1 to 65535, or 0 for any free one. Default: 9464.</summary>
    public int Port { get; set; } = 9464;

    /// <summary>
    /// The address to listen on: an IP address, <c>localhost</c>, a name that stands for an address of this machine, or <c>*</c> for all.
    /// Default: <c>127.0.0.1</c>, so that nobody outside this machine reaches it.
    /// </summary>
    [Required(ErrorMessage = "must be an IP address, a name of this machine, or * for all addresses.")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The path of the metrics; it starts with a slash and is taken as it is written. Default: <c>/metrics</c>.</summary>
    [Required(ErrorMessage = "must start with a slash.")]
    [RegularExpression("/[A-Za-z0-9/._~-]*", ErrorMessage = "must start with a slash, and have nothing after it but letters, digits and / . _ ~ -")]
    public string Path { get; set; } = "/metrics";

    /// <summary>The token that a scraper must present as <c>Authorization: Bearer</c>; null (the default) for none.</summary>
    [Secret]
    [RegularExpression("[A-Za-z0-9._~+/-]+=*", ErrorMessage = "must have nothing but letters, digits and . _ ~ + / - and may end in =")]
    public string? BearerToken { get; set; }

    /// <summary>The user that a scraper must present by basic authentication, together with the password; null (the default) for none.</summary>
    [RegularExpression(@"[^:\p{Cc}]+", ErrorMessage = "must have no colon and no control characters.")]
    public string? BasicAuthUser { get; set; }

    /// <summary>The password that belongs to the user; null (the default) for none.</summary>
    [Secret]
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must have no control characters.")]
    public string? BasicAuthPassword { get; set; }

    /// <summary>Changes Kestrel's listener, usually for TLS: <c>listener => listener.UseHttps(certificate)</c>. Null (the default) for plain HTTP.</summary>
    public Action<ListenOptions>? ConfigureListener { get; set; }

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Port is < 0 or > 65535)
            yield return new ValidationResult($"is {Port}; it must be from 0 to 65535.", [nameof(Port)]);
        if (string.IsNullOrEmpty(BasicAuthUser) != string.IsNullOrEmpty(BasicAuthPassword))
            yield return new ValidationResult("must be set together.", [nameof(BasicAuthUser), nameof(BasicAuthPassword)]);
        if (!string.IsNullOrEmpty(BearerToken) && !string.IsNullOrEmpty(BasicAuthUser))
            yield return new ValidationResult("must not be set together.", [nameof(BearerToken), nameof(BasicAuthUser)]);
    }
}

using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of secrets and their rotation. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SecretOptions
{
    /// <summary>
    /// Gets or sets the directory of the encrypted secrets file and its keys. Hosts that share a database must share it, or use a Vault. It has mode 0700.
    /// Default: null, which means <c>secrets</c> in the data directory.
    /// </summary>
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must be the path of a directory")]
    public string? Directory { get; set; }

    /// <summary>Gets or sets the HashiCorp Vault that stores the secrets. Default: null, which means the encrypted file.</summary>
    public VaultOptions? Vault { get; set; }

    /// <summary>Gets or sets when secrets are rotated.</summary>
    public RotationOptions Rotation { get; set; } = new();
}

using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// A plugin of Traefik: an entry of <c>plugins</c>. Its file is downloaded and verified, and stored in the folder <c>plugins</c> of the data directory under
/// its hash. Installing it in Traefik is left to the operator. The keys are the property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class TraefikPluginOptions
{
    /// <summary>Gets or sets the address of the file, an absolute http or https URL. Required.</summary>
    [Required]
    [HttpUrl]
    public Uri? Url { get; set; }

    /// <summary>Gets or sets the SHA-256 of the file, 64 hexadecimal digits. Required.</summary>
    [Required]
    [RegularExpression("[0-9A-Fa-f]{64}", ErrorMessage = "must be a SHA-256: 64 hexadecimal digits")]
    public string Sha256 { get; set; } = "";

    /// <summary>Gets or sets the maximum size of the file in bytes, 1 to 1,073,741,824. Default: 67,108,864 (64 MiB).</summary>
    [Range(1L, 1_073_741_824L)]
    public long MaxBytes { get; set; } = 64 << 20;

    /// <summary>Gets or sets the maximum time for the download, 1 to 3,600 seconds. Default: 60 seconds.</summary>
    [DurationRange(1, 3_600)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Gets or sets the settings of a middleware with this plugin, which the routers of all HTTP resources use. Default: empty, which only stores the file.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();
}

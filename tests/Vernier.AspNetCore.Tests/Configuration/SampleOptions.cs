using System.ComponentModel.DataAnnotations;
using System.Net;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AspNetCore.Tests.Configuration;

public enum SampleMode
{
    Fast,
    Safe,
}

[SnakeCaseKeys]
public sealed class SampleOptions : IValidatableObject
{
    [Port]
    public int Port { get; set; } = 8000;

    [UrlPath]
    public string Path { get; set; } = "/metrics";

    public bool IsEnabled { get; set; } = true;

    [BucketBounds]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [1, 2];

    [HttpUrl]
    public Uri? PushUrl { get; set; }

    [DurationRange(1, 60, AllowZero = true)]
    public TimeSpan PushInterval { get; set; } = TimeSpan.FromSeconds(5);

    public IPAddress? Address { get; set; }

    public SampleMode Mode { get; set; }

    [Secret]
    [RegularExpression("[a-z]+", ErrorMessage = "must consist of letters")]
    public string? ApiKey { get; set; }

    public IReadOnlyList<SampleServer> Servers { get; set; } = [];

    public IReadOnlyDictionary<string, SampleServer> Named { get; set; } = new Dictionary<string, SampleServer>();

    public SampleServer Main { get; set; } = new() { Name = "main" };

    public IDictionary<string, string> Labels { get; } = new Dictionary<string, string> { ["zone"] = "a" };

    public Action? OnlyInCode { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Servers.DistinctBy(s => s.Name).Count() < Servers.Count)
            yield return new RuleViolation("must be unique", nameof(Servers), "1", nameof(SampleServer.Name)) { Value = Servers[1].Name };
        if (Mode == SampleMode.Safe && PushUrl is null)
            yield return RuleViolation.Missing(nameof(PushUrl));
    }
}

/// <summary>Has the keys of its properties.</summary>
public sealed class SampleServer
{
    [Required]
    public string Name { get; set; } = "";

    [Range(1, 10)]
    public int Weight { get; set; } = 1;

    [AllowedValues("red", "green")]
    public string Color { get; set; } = "red";
}

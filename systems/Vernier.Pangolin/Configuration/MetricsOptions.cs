using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of metrics. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class MetricsOptions
{
    /// <summary>Gets or sets a value indicating whether metrics are recorded and exposed. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the port of <c>/metrics</c>, 0 (any free port) to 65,535. Default: 9464.</summary>
    [Port]
    public int Port { get; set; } = 9464;
}

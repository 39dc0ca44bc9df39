using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the page, the API, users and sessions. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ConsoleOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets a value indicating whether the page and the API require a session or an API key. If false, every request of a direct client on this
    /// machine is an administrator's, and the application stops if it listens on other than loopback addresses. Resources are not affected. Default: true.
    /// </summary>
    public bool RequireAuthentication { get; set; } = true;

    /// <summary>
    /// Gets or sets a value indicating whether other machines are accepted while <see cref="RequireAuthentication"/> is false. Every client that can connect
    /// is then an administrator. Default: false.
    /// </summary>
    public bool AllowUnauthenticatedRemote { get; set; }

    /// <summary>
    /// Gets or sets the host names of the page and the API, without ports: what clients may send in the header <c>Host</c>. <c>*.example.com</c> allows all
    /// subdomains, <c>*</c> all names. The host of <c>public_url</c> is always allowed. Default: localhost, 127.0.0.1 and [::1].
    /// </summary>
    [MinLength(1, ErrorMessage = "must contain at least one host name")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = RequestRules.LoopbackHosts;

    /// <summary>
    /// Gets or sets the origins, such as <c>https://console.example.com</c>, whose pages may send requests that change state, in addition to those of
    /// the service itself. Default: empty.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Gets or sets how long a session of the page lasts without use, 1 minute to 365 days. A session is renewed when it is used after half of this time.
    /// Default: 30 days.
    /// </summary>
    [DurationRange(60, 31_536_000)]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets or sets how long a session of a resource lasts without use, 1 minute to 365 days. A session is renewed when it is used after half of this time.
    /// Default: 30 days.
    /// </summary>
    [DurationRange(60, 31_536_000)]
    public TimeSpan ResourceSessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets or sets the number of failed sign-ins in a row that blocks an account or the password of a resource, 1 to 1,000. An address is blocked after
    /// ten times as many. Default: 10.
    /// </summary>
    [Range(1, 1_000)]
    public int MaxFailedSignIns { get; set; } = 10;

    /// <summary>Gets or sets how long sign-ins are blocked, and how long a failed sign-in counts, 1 second to 1 day. Default: 15 minutes.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan BlockDuration { get; set; } = TimeSpan.FromMinutes(15);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        RequestRules.Validate(AllowedHosts, nameof(AllowedHosts), AllowedOrigins, nameof(AllowedOrigins));
}

using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Mail;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>How the connection to the mail server is encrypted.</summary>
public enum SmtpEncryption
{
    /// <summary>The connection is encrypted with the command STARTTLS (RFC 3207), which the server must support.</summary>
    StartTls,

    /// <summary>The connection is not encrypted.</summary>
    None,
}

/// <summary>The options of the mail server. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SmtpOptions : IValidatableObject
{
    /// <summary>Gets or sets the host name or IP address. Required.</summary>
    [Required]
    public string Host { get; set; } = "";

    /// <summary>Gets or sets the port, 1 to 65,535. Default: 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>Gets or sets the encryption. Default: <see cref="SmtpEncryption.StartTls"/>.</summary>
    public SmtpEncryption Encryption { get; set; }

    /// <summary>Gets or sets the user name; without it the client does not authenticate. Default: null.</summary>
    public string? User { get; set; }

    /// <summary>Gets or sets the password. Required with a user name.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Gets or sets the sender, such as <c>Example &lt;no-reply@example.com&gt;</c>. Required.</summary>
    [Required]
    public string From { get; set; } = "";

    /// <summary>Gets or sets the maximum time to send one mail, 1 to 300 seconds. Default: 30 seconds.</summary>
    [DurationRange(1, 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private bool IsLoopback => Host == "localhost" || IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (From.Length > 0 && !MailAddress.TryCreate(From, out _))
            yield return new RuleViolation("must be an e-mail address, such as Example <no-reply@example.com>", nameof(From));
        if (User is not null && string.IsNullOrEmpty(Password))
            yield return RuleViolation.Missing(nameof(Password));
        if (User is not null && Encryption == SmtpEncryption.None && !IsLoopback)
            yield return new RuleViolation("must be start_tls with a user name, because the password is sent to the server", nameof(Encryption));
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Email;

/// <summary>
/// Creates one-time codes and sends them by e-mail, in the background: neither the response nor its time reveals which addresses are allowed. Thread-safe.
/// </summary>
internal sealed partial class CodeSender(
    EmailCodeStore store, SmtpMailer mailer, PasswordHasher hasher, AttemptEnd end, TimeProvider time, ILogger<CodeSender> logger) : BackgroundService
{
    /// <summary>How long a code is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const int Capacity = 1_000;
    private const int Senders = 4;
    private const string MailServer = "mail server";

    private readonly OutageTracker _outages = new(time);
    private readonly Channel<CodeRequest> _requests = Channel.CreateBounded<CodeRequest>(Capacity);

    /// <summary>Adds a request. Returns false if too many are waiting.</summary>
    public bool TryAdd(CodeRequest request) => _requests.Writer.TryWrite(request);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var request in _requests.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await SendAsync(request, cancellation).ConfigureAwait(false);
                if (_outages.Succeeded(MailServer) is { } outage)
                    LogSucceeds(outage.Failures, outage.Duration);
            }
            catch (Exception exception) when (exception is MailException or StorageException)
            {
                if (_outages.Failed(MailServer, exception.Message))
                    LogFailed(request.Attempt.Resource.Id, exception.Message);
                end.Fail(request.Attempt, AuthMethod.Email, AuthFailureReason.ProviderFailed);
            }
        }
    }

    private async Task SendAsync(CodeRequest request, CancellationToken cancellation)
    {
        var code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        var resource = request.Attempt.Resource;
        await store.AddAsync(request.Id, new EmailCodeRow
        {
            ResourceId = resource.Id,
            Binding = request.Attempt.Ticket.Binding,
            Email = request.Email,
            CodeHash = await hasher.HashAsync(code, cancellation).ConfigureAwait(false),
            Expires = (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds(),
        }, cancellation).ConfigureAwait(false);
        await mailer.SendAsync(request.Email, $"Your code for {NameOf(resource.Name)}", $"""
            Your code to sign in to {NameOf(resource.Name)} ({resource.Host}) is:

            {code}

            It expires in {Lifetime.TotalMinutes:0} minutes and can be used once. If you did not request it, ignore this mail. Do not send the code to anyone.

            """, cancellation).ConfigureAwait(false);
    }

    /// <summary>A name with line breaks could add headers to the mail.</summary>
    private static string NameOf(string name) => string.Concat(name.Where(c => !char.IsControl(c)));

    [LoggerMessage(2, LogLevel.Warning, "Sign-in codes are sent again; {Failures} were not sent within {Duration}.")]
    private partial void LogSucceeds(long failures, TimeSpan duration);

    [LoggerMessage(1, LogLevel.Error, "Cannot send a sign-in code for the resource {Resource}: {Reason} (logged once per cause and outage)")]
    private partial void LogFailed(string resource, string reason);
}

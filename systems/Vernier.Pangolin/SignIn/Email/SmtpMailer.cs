using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.SignIn.Email;

/// <summary>Sends mails through the configured server. Thread-safe.</summary>
internal sealed class SmtpMailer(PangolinSettings settings, TimeProvider time)
{
    /// <summary>Sends a mail.</summary>
    /// <exception cref="MailException">The server is unavailable or rejects the mail.</exception>
    public async Task SendAsync(string to, string subject, string text, CancellationToken cancellation)
    {
        var options = settings.Current.SignIn.Smtp ?? throw new MailException("No mail server is configured. Set sign_in:smtp.");
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.Encryption == SmtpEncryption.StartTls };
        if (options.User is not null)
            client.Credentials = new NetworkCredential(options.User, options.Password);
        using var message = new MailMessage(new MailAddress(options.From), new MailAddress(to))
        {
            Subject = subject,
            Body = text.ReplaceLineEndings("\r\n"),
            BodyEncoding = Encoding.UTF8,
            // Otherwise the line breaks would be encoded too, and the code divided.
            BodyTransferEncoding = Ascii.IsValid(text) ? TransferEncoding.SevenBit : TransferEncoding.Base64,
        };
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var server = $"The mail server {options.Host}:{options.Port}";
        try
        {
            await client.SendMailAsync(message, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new MailException($"{server} did not accept the mail within {options.Timeout.TotalSeconds} s.", exception);
        }
        catch (SmtpFailedRecipientException exception)
        {
            // Without the message, which has the address.
            throw new MailException($"{server} rejected the recipient ({exception.StatusCode}).", exception);
        }
        catch (SmtpException exception)
        {
            throw new MailException($"{server} failed ({exception.StatusCode}): {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }
}

/// <summary>A mail was not sent. The message contains neither its recipient nor its text.</summary>
internal sealed class MailException(string message, Exception? cause = null) : Exception(message, cause);

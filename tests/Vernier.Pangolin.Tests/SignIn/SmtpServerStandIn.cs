// A stand-in: no mail server is installed on the machines that run the tests. It accepts mails on a real socket and keeps them.
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vernier.Pangolin.Tests.SignIn;

/// <summary>A stand-in for a mail server (RFC 5321) without encryption. It can require a password, and reject recipients.</summary>
internal sealed class SmtpServerStandIn : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accept;

    public SmtpServerStandIn()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accept = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The mails with their headers, as they arrived.</summary>
    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>The recipients.</summary>
    public ConcurrentQueue<string> Recipients { get; } = new();

    /// <summary>The commands AUTH and what follows.</summary>
    public ConcurrentQueue<string> Logins { get; } = new();

    /// <summary>Whether recipients are rejected.</summary>
    public bool RejectsRecipients { get; set; }

    /// <summary>Waits for a number of mails, and returns the code in the last one.</summary>
    public async Task<string> CodeAsync(int count)
    {
        await Testing.Waiting.UntilAsync(() => Mails.Count >= count, $"{count} mails");
        var mail = Mails.Last();
        var code = mail.Split("\r\n").FirstOrDefault(line => line.Length == 8 && line.All(char.IsAsciiDigit));
        return code.ShouldNotBeNull(mail);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accept;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 stand-in");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            var command = line.Split(' ')[0].ToUpperInvariant();
            if (command == "AUTH")
            {
                Logins.Enqueue(line);
                if (line.Split(' ').Length == 2 || line.StartsWith("AUTH LOGIN", StringComparison.OrdinalIgnoreCase))
                {
                    await writer.WriteLineAsync("334 UGFzc3dvcmQ6");
                    Logins.Enqueue((await reader.ReadLineAsync(_stop.Token))!);
                }
                await writer.WriteLineAsync("235 accepted");
                continue;
            }
            if (command == "RCPT" && !RejectsRecipients)
                Recipients.Enqueue(line["RCPT TO:".Length..].Trim('<', '>', ' '));
            if (command == "DATA")
            {
                await writer.WriteLineAsync("354 continue");
                Mails.Enqueue(await ReadMailAsync(reader));
            }
            await writer.WriteLineAsync(command switch
            {
                "EHLO" => "250-stand-in\r\n250 AUTH LOGIN",
                "RCPT" when RejectsRecipients => "550 no such user",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
        }
    }

    private async Task<string> ReadMailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
            mail.Append(line).Append("\r\n");
        return mail.ToString();
    }
}

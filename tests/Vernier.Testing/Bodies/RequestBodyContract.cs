using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vernier.Testing.Bodies;

/// <summary>
/// A broken request body ends with 4xx and an error, or with an aborted connection: never with 2xx or 5xx, and never with a connection that hangs. Each system
/// inherits the suite and runs it against all of its routes that read or forward a body, with raw bytes on a real connection.
/// </summary>
public abstract partial class RequestBodyContract
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n\r\n";
    private const int Announcements = 100;

    /// <summary>The longest pause of a client in these tests, a little more than the shortest one that Kestrel can limit.</summary>
    private static readonly MinDataRate Rate = new(240, TimeSpan.FromSeconds(1.5));

    /// <summary>Gets the families that count the requests of the system by status or by cause.</summary>
    protected abstract IReadOnlyList<string> Families { get; }

    /// <summary>Starts the system.</summary>
    /// <param name="configure">Configures its server.</param>
    private protected abstract Task<BodyServer> StartAsync(Action<KestrelServerOptions> configure);

    /// <summary>One server and one test for all of them: a system takes a second to start.</summary>
    [Fact]
    public Task Body_ChunkIsInvalid_Is400() => ExpectAsync(
        false,
        [400],
        [
            .. from chunks in new[]
               {
                   "ZZ\r\n", "FFFFFFFF\r\n", "FFFFFFFFFFFFFFFF\r\n", "-1\r\n", "0x10\r\n", "\r\n", "5\r\n{\"a\":\r\nZZ\r\n", "5\r\n{\"a\":\r\nFFFFFFFF\r\n",
                   "5\r\n{\"a\":XX0\r\n\r\n", "5\n{\"a\":\n0\n\n",
               }
               select (Func<BodyRoute, string?>)(_ => Chunked + chunks),
        ]);

    [Fact]
    public Task Body_TwoLengths_Is400() => ExpectAsync(
        false, [400], _ => "Content-Length: 2\r\n" + Chunked + "2\r\n{}\r\n0\r\n\r\n", _ => "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}");

    [Fact]
    public Task Body_FramingIsInvalid_Is4xx() => ExpectAsync(
        false,
        [400, 413],
        _ => "Content-Length: -1\r\n\r\n{}",
        _ => "Content-Length: 99999999999999999999\r\n\r\n{}",
        _ => "Transfer-Encoding: gzip\r\n\r\n{}",
        _ => "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n");

    [Fact]
    public Task Body_AboveTheLimit_Is413() => ExpectAsync(
        false,
        [413],
        route => route.MaxBytes is { } max ? $"Content-Length: {max + 1}\r\n\r\n{{" : null,
        route => route.MaxBytes is { } max ? Chunked + (max + 1).ToString("X", CultureInfo.InvariantCulture) + "\r\n" + new string(' ', (int)max + 1) : null);

    [Fact]
    public Task Body_Stops_Is408() => ExpectAsync(false, [408], _ => "Content-Length: 100\r\n\r\n{\"a\":", _ => Chunked + "5\r\n{\"a\":\r\n");

    [Fact]
    public Task Body_EndsTooEarly_IsNotASuccess() => ExpectAsync(
        true,
        [400, 499],
        _ => "Content-Length: 100\r\n\r\n{\"a\":",
        _ => "Content-Length: 100\r\n\r\n",
        _ => Chunked + "5\r\n{\"a\":\r\n",
        _ => Chunked + "5\r\n{\"a",
        _ => Chunked);

    [Fact]
    public async Task Body_OnlyItsLengthAndOneByteHaveArrived_UsesNoMemory()
    {
        await using var server = await StartAsync(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<RawClient>();
        foreach (var route in server.Routes)
        {
            for (var i = 0; i < Announcements; i++)
            {
                var client = await RawClient.ConnectAsync(server.Address);
                clients.Add(client);
                await client.SendAsync($"{route.Head}Content-Length: {Math.Min(route.MaxBytes ?? long.MaxValue, 32 * 1024 * 1024)}\r\n\r\n{{");
            }
        }

        await UntilReadingAsync(server, Announcements * server.Routes.Count);
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        clients.ForEach(client => client.Dispose());
        // Each request of 32 MiB would use 3 GiB; the connections themselves and tests in parallel need some memory, too.
        used.ShouldBeLessThan(Announcements * server.Routes.Count * 256L * 1024);
    }

    /// <summary>Waits until the system has received the first byte of this many bodies.</summary>
    private protected abstract Task UntilReadingAsync(BodyServer server, int bodies);

    /// <summary>Sends the bodies to all routes at once, and checks the responses and the metrics.</summary>
    /// <param name="ends">Whether the client ends its data after the body.</param>
    /// <param name="statuses">The allowed statuses.</param>
    /// <param name="bodies">The framing headers and the body for a route; null if the route has no such body.</param>
    private async Task ExpectAsync(bool ends, IReadOnlyList<int> statuses, params IReadOnlyList<Func<BodyRoute, string?>> bodies)
    {
        await using var server = await StartAsync(kestrel => kestrel.Limits.MinRequestBodyDataRate = Rate);
        var requests = server.Routes.SelectMany(route => bodies.Select(body => body(route)).OfType<string>(), (route, body) => (Route: route, Body: body)).ToList();
        var responses = await Task.WhenAll(requests.Select(request => SendAsync(server, request.Route.Head + request.Body, ends)));

        foreach (var ((route, body), response) in requests.Zip(responses))
        {
            // The response to a body that ended too early is not sent if the server has noticed the end first.
            if (ends && response.Length == 0)
                continue;
            var description = $"{route.Name}: {body[..Math.Min(body.Length, 100)]}\n{response}";
            var status = StatusLine().Match(response);
            status.Success.ShouldBeTrue(description);
            statuses.ShouldContain(int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture), description);
        }
        foreach (var sample in server.Scrape().Samples.Where(sample => Families.Contains(sample.Name) && sample.Value > 0))
        {
            sample.Labels.ShouldNotContain(
                label => label.Name != "server" && (label.Value.StartsWith('2') || label.Value.StartsWith('5') || label.Value == "internal"), sample.ToString());
        }
    }

    private static async Task<string> SendAsync(BodyServer server, string request, bool ends)
    {
        using var client = await RawClient.ConnectAsync(server.Address);
        await client.SendAsync(request);
        if (ends)
            client.EndSending();
        return await client.ReadToEndAsync();
    }

    [GeneratedRegex(@"^HTTP/1\.1 ([0-9]{3}) ")]
    private static partial Regex StatusLine();
}

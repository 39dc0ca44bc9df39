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

    [Theory]
    [InlineData("ZZ\r\n")]
    [InlineData("FFFFFFFF\r\n")]
    [InlineData("FFFFFFFFFFFFFFFF\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x10\r\n")]
    [InlineData("\r\n")]
    [InlineData("5\r\n{\"a\":\r\nZZ\r\n")]
    [InlineData("5\r\n{\"a\":\r\nFFFFFFFF\r\n")]
    [InlineData("5\r\n{\"a\":XX0\r\n\r\n")]
    [InlineData("5\n{\"a\":\n0\n\n")]
    public Task Body_ChunkIsInvalid_Is400(string chunks) => ExpectAsync(route => Chunked + chunks, false, 400);

    [Fact]
    public Task Body_BothLengthAndTransferEncoding_Is400() => ExpectAsync(route => "Content-Length: 2\r\n" + Chunked + "2\r\n{}\r\n0\r\n\r\n", false, 400);

    [Fact]
    public Task Body_TwoDifferentLengths_Is400() => ExpectAsync(route => "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", false, 400);

    [Theory]
    [InlineData("Content-Length: -1\r\n\r\n{}")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n{}")]
    [InlineData("Transfer-Encoding: gzip\r\n\r\n{}")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n")]
    public Task Body_FramingIsInvalid_Is4xx(string framing) => ExpectAsync(route => framing, false, 400, 413, 501);

    [Fact]
    public Task Body_AnnouncedAboveTheLimit_Is413() =>
        ExpectAsync(route => route.MaxBytes is { } max ? $"Content-Length: {max + 1}\r\n\r\n{{" : null, false, 413);

    [Fact]
    public Task Body_ChunksAboveTheLimit_Is413() =>
        ExpectAsync(route => route.MaxBytes is { } max ? Chunked + (max + 1).ToString("X", CultureInfo.InvariantCulture) + "\r\n" + new string(' ', (int)max + 1) : null, false, 413);

    [Fact]
    public Task Body_Stops_Is408() => ExpectAsync(route => "Content-Length: 100\r\n\r\n{\"a\":", false, 408);

    [Fact]
    public Task Body_ChunksStop_Is408() => ExpectAsync(route => Chunked + "5\r\n{\"a\":\r\n", false, 408);

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n{\"a\":")]
    [InlineData("Content-Length: 100\r\n\r\n")]
    [InlineData(Chunked + "5\r\n{\"a\":\r\n")]
    [InlineData(Chunked + "5\r\n{\"a")]
    [InlineData(Chunked)]
    public Task Body_EndsTooEarly_IsNotASuccess(string body) => ExpectAsync(route => body, true, 400, 499);

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

    private async Task ExpectAsync(Func<BodyRoute, string?> bodyOf, bool ends, params IReadOnlyList<int> statuses)
    {
        await using var server = await StartAsync(kestrel => kestrel.Limits.MinRequestBodyDataRate = Rate);
        var routes = server.Routes.Where(route => bodyOf(route) is not null).ToList();
        var responses = await Task.WhenAll(routes.Select(route => SendAsync(server, route.Head + bodyOf(route), ends)));

        foreach (var (route, response) in routes.Zip(responses))
        {
            // Nobody receives the response to a body that ended too early if the server has noticed that first.
            if (ends && response.Length == 0)
                continue;
            var status = StatusLine().Match(response);
            status.Success.ShouldBeTrue($"{route.Name}: {response}");
            statuses.ShouldContain(int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture), $"{route.Name}: {response}");
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

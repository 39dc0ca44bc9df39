using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>SignalR over HTTP long polling: a negotiation, then a GET for each batch of messages and a POST for each message to the server.</summary>
internal sealed class LongPollingLine(HttpClient client, Uri connection) : IHubLine
{
    private readonly CancellationTokenSource _lost = new();

    public static async Task<LongPollingLine> ConnectAsync(Uri address, string? token)
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var negotiate = new UriBuilder(address) { Path = address.AbsolutePath + "/negotiate", Query = address.Query + "&negotiateVersion=1" }.Uri;
        using var response = await client.PostAsync(negotiate, null, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var negotiation = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        negotiation.GetProperty("availableTransports").EnumerateArray().Select(transport => transport.GetProperty("transport").GetString()).ShouldBe(["WebSockets", "LongPolling"]);
        var id = negotiation.GetProperty("connectionToken").GetString();
        var line = new LongPollingLine(client, new UriBuilder(address) { Query = $"{address.Query}&id={id}" }.Uri);
        // The first poll opens the connection and returns at once.
        (await line.ReceiveAsync()).ShouldBe("");
        return line;
    }

    public async Task SendAsync(string text)
    {
        using var response = await client.PostAsync(connection, new StringContent(text), _lost.Token);
        response.EnsureSuccessStatusCode();
    }

    public async Task<string?> ReceiveAsync()
    {
        try
        {
            using var response = await client.GetAsync(connection, _lost.Token);
            return response.StatusCode == HttpStatusCode.OK ? await response.Content.ReadAsStringAsync(_lost.Token) : null;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException)
        {
            return null;
        }
    }

    public void Drop() => _lost.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _lost.CancelAsync();
        // Ends the connection; the server has closed it already if the response is 404.
        (await client.DeleteAsync(connection)).Dispose();
        client.Dispose();
        _lost.Dispose();
    }
}

using Microsoft.AspNetCore.Hosting.Server;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.Host.Demo;

/// <summary>
/// Sends three prompts per second to the local models, streaming and not, through both APIs. Some requests fail: at the provider, in the middle of a
/// response, or because they are invalid. If other providers are configured it sends nothing, because their responses cost money.
/// </summary>
internal sealed class CcProxyDemo(IServer server, IHostApplicationLifetime lifetime, TimeProvider time, LocalProviderServer provider)
    : DemoTraffic(server, lifetime, time, TimeSpan.FromMilliseconds(330))
{
    private static readonly string[] Questions = ["What is a gauge?", "Why does a counter only go up?", "How wide is a native bucket?", "What does rate() do to a reset?"];

    private int _sent;

    protected override async Task SendAsync(HttpClient client, CancellationToken stop)
    {
        if (!provider.IsUsed)
            return;
        var number = ++_sent;
        var model = number % 30 == 0 ? LocalModels.Cut
            : number % 25 == 0 ? LocalModels.Error
            : number % 20 == 0 ? LocalModels.RateLimit
            : number % 3 == 0 ? LocalModels.Large
            : LocalModels.Small;
        (var path, var body) = (number % 4) switch
        {
            0 => ("/v1/chat/completions", Chat(model, number, stream: true)),
            1 => ("/v1/messages", Message(model, number, stream: number % 8 == 1)),
            2 => ("/v1/responses", (object)new { model, instructions = "Be brief.", input = Question(number), stream = number % 8 == 2 }),
            _ => ("/v1/chat/completions", number % 35 == 0 ? "not a prompt" : Chat(model, number, stream: false)),
        };

        // Reads the complete response, as a client does.
        using var response = await client.PostAsJsonAsync(path, body, stop).ConfigureAwait(false);
        await response.Content.CopyToAsync(Stream.Null, stop).ConfigureAwait(false);
        if (number % 50 == 0)
            (await client.GetAsync(new Uri("/v1/models", UriKind.Relative), stop).ConfigureAwait(false)).Dispose();
    }

    private static string Question(int number) => Questions[number % Questions.Length];

    private static object Chat(string model, int number, bool stream) => stream
        ? new { model, stream, stream_options = new { include_usage = true }, messages = new[] { new { role = "user", content = Question(number) } } }
        : new { model, messages = new[] { new { role = "user", content = Question(number) } } };

    private static object Message(string model, int number, bool stream) => new
    {
        model,
        max_tokens = 100,
        stream,
        system = new[] { new { type = "text", text = $"Be brief, and write in the style of number {number % 40}.", cache_control = new { type = "ephemeral" } } },
        messages = new[] { new { role = "user", content = Question(number) } },
    };
}

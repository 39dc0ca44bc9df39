using Microsoft.Extensions.Options;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubOptionsTests
{
    [Fact]
    public async Task Start_InvalidValues_AreReportedTogether()
    {
        var error = await Should.ThrowAsync<OptionsValidationException>(() => OrchestratorHost.StartAsync([
            "web_socket:max_queue_length=0",
            "web_socket:acknowledgment_timeout=0",
            "web_socket:ping_interval=0",
            "web_socket:keep_alive_interval=601",
            "web_socket:client_timeout=0.5",
            "web_socket:max_message_bytes=100",
            "web_socket:max_connections=0",
            "web_socket:session_retention=0"]));

        foreach (var key in (string[])["max_queue_length", "acknowledgment_timeout", "ping_interval", "keep_alive_interval", "client_timeout", "max_message_bytes", "max_connections", "session_retention"])
            error.Message.ShouldContain($"web_socket:{key}");
    }
}

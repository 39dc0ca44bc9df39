using Vernier.EndToEnd.Servers;
using Vernier.Push.Loop;
using Vernier.Push.Pushgateway;

namespace Vernier.EndToEnd.Push;

/// <summary>A real Pushgateway with basic authentication.</summary>
public class PushgatewayAccessTests
{
    // The password "open sesame" of the user "ali", hashed with bcrypt.
    private const string WebConfiguration = """
        basic_auth_users:
          ali: $2b$04$1EP0vQ2XabvWhk/FJtzkY.DPXk7Ynin3xAUdORZy.Q/POzyYijfk.
        """;

    [Fact]
    public async Task Push_PasswordRequired_SucceedsOnlyWithTheRightPassword()
    {
        await using var server = await PushgatewayServer.StartNewAsync(WebConfiguration);

        var none = await PushAsync(server, _ => { });
        var wrong = await PushAsync(server, options => (options.BasicAuthUser, options.BasicAuthPassword) = ("ali", "open barley"));
        var right = await PushAsync(server, options => (options.BasicAuthUser, options.BasicAuthPassword) = ("ali", "open sesame"));

        none.StatusCode.ShouldBe(401);
        wrong.StatusCode.ShouldBe(401);
        wrong.Outcome.ShouldBe(PushOutcome.Refused);
        wrong.Cause!.ShouldNotContain("barley");
        right.IsSuccess.ShouldBeTrue(right.Cause);
    }

    private static async Task<PushResult> PushAsync(PushgatewayServer server, Action<PushgatewayOptions> configure)
    {
        var options = new PushgatewayOptions { Url = server.Address, Job = "access" };
        configure(options);
        using var client = new PushgatewayClient(new MetricRegistry(), options);
        return await client.PushAsync();
    }
}

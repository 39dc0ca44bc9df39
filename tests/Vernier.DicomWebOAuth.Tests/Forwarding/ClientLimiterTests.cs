using System.Net;
using Vernier.DicomWebOAuth.Forwarding;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Forwarding;

public class ClientLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();

    [Fact]
    public void Refusal_EachClient_HasAWindowOfItsOwn()
    {
        var limiter = new ClientLimiter(1, Minute, _time);

        limiter.Refusal(IPAddress.Parse("10.0.0.1")).ShouldBeNull();
        limiter.Refusal(IPAddress.Parse("10.0.0.2")).ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(15));
        limiter.Refusal(IPAddress.Parse("10.0.0.1")).ShouldBe(TimeSpan.FromSeconds(45));
        _time.Advance(TimeSpan.FromSeconds(45));
        limiter.Refusal(IPAddress.Parse("10.0.0.1")).ShouldBeNull();
    }

    [Fact]
    public void Refusal_MoreClientsThanAreRemembered_ShareOneWindowUntilOthersAreOver()
    {
        var limiter = new ClientLimiter(1, Minute, _time);
        for (var i = 0; i < ClientLimiter.MaxClients; i++)
            limiter.Refusal(Client(i)).ShouldBeNull();

        limiter.Refusal(Client(100_000)).ShouldBeNull();
        limiter.Refusal(Client(100_001)).ShouldBe(Minute);
        _time.Advance(Minute);
        limiter.Refusal(Client(100_002)).ShouldBeNull();
        limiter.Refusal(Client(100_003)).ShouldBeNull();
    }

    private static IPAddress Client(int number) => new(number + 1L);
}

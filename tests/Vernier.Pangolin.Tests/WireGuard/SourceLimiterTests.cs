using System.Net;
using Vernier.Pangolin.WireGuard;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.WireGuard;

public class SourceLimiterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TryAcquire_MoreThanTheBurst_IsRejectedUntilTimeHasPassed()
    {
        var limiter = new SourceLimiter(perSecond: 2, burst: 3, _time);
        var address = IPAddress.Parse("198.51.100.7");
        Granted(limiter, address, 10).ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Granted(limiter, address, 10).ShouldBe(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        Granted(limiter, address, 10).ShouldBe(3);
    }

    [Fact]
    public void TryAcquire_AddressesOfOneIPv6Network_ShareTheLimit()
    {
        var limiter = new SourceLimiter(perSecond: 1, burst: 3, _time);
        Granted(limiter, IPAddress.Parse("2001:db8:0:1::1"), 2).ShouldBe(2);
        Granted(limiter, IPAddress.Parse("2001:db8:0:1:ffff::2"), 2).ShouldBe(1);
    }

    [Fact]
    public void TryAcquire_ManyAddresses_AllocatesNothing()
    {
        var limiter = new SourceLimiter(perSecond: 1, burst: 3, _time);
        var addresses = Enumerable.Range(0, 10_000).Select(i => new IPAddress((long)i)).ToList();
        limiter.TryAcquire(addresses[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var address in addresses)
            limiter.TryAcquire(address);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    private static int Granted(SourceLimiter limiter, IPAddress address, int attempts) => Enumerable.Range(0, attempts).Count(_ => limiter.TryAcquire(address));
}

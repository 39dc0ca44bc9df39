using Microsoft.Extensions.Options;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Configuration;
using Vernier.Testing;

namespace Vernier.Pangolin.Tests.Certificates;

public class RenewalScheduleTests
{
    private readonly ManualTime _time = new();

    private RenewalSchedule Schedule => new(
        new PangolinSettings(Options.Create(new PangolinOptions { Certificates = new() { Acme = new() { AcceptTerms = true } } })), _time);

    [Fact]
    public void DueTimeOf_NewHost_IsNow() => Schedule.DueTimeOf(null).ShouldBe(_time.GetUtcNow());

    [Theory]
    [InlineData(90, 60)]
    [InlineData(365, 335)]
    [InlineData(6, 4)]
    public void DueTimeOf_Certificate_IsThirtyDaysOrAThirdOfItsLifetimeBeforeItsExpiry(int lifetimeDays, int expectedDays) =>
        Schedule.DueTimeOf(RowOf(lifetimeDays)).ShouldBe(_time.GetUtcNow().AddDays(expectedDays));

    [Fact]
    public void IsDue_ClockAdvances_BecomesTrue()
    {
        var row = RowOf(90);
        Schedule.IsDue(row).ShouldBeFalse();
        _time.Advance(TimeSpan.FromDays(60));
        Schedule.IsDue(row).ShouldBeTrue();
    }

    [Fact]
    public void DueTimeOf_FailedRenewal_WaitsForTheDelay()
    {
        var row = RowOf(90) with { BlockedUntil = _time.GetUtcNow().AddDays(61).ToUnixTimeMilliseconds() };
        _time.Advance(TimeSpan.FromDays(60));
        Schedule.IsDue(row).ShouldBeFalse();
        _time.Advance(TimeSpan.FromDays(1));
        Schedule.IsDue(row).ShouldBeTrue();
    }

    [Fact]
    public void IsDue_DelayStoredByAWrongClock_IsIgnored() =>
        Schedule.IsDue(new CertificateRow { Host = "a.test", BlockedUntil = _time.GetUtcNow().AddYears(1).ToUnixTimeMilliseconds() }).ShouldBeTrue();

    [Fact]
    public void IsDue_Requested_IsTrue() => Schedule.IsDue(RowOf(90) with { BlockedUntil = CertificateRow.Requested }).ShouldBeTrue();

    [Theory]
    [InlineData(1, false, null, 15)]
    [InlineData(2, false, null, 30)]
    [InlineData(100, false, null, 24 * 60)]
    [InlineData(1, true, null, 1)]
    [InlineData(3, true, null, 4)]
    [InlineData(100, true, null, 60)]
    [InlineData(1, false, 40, 40)]
    [InlineData(1, true, 0, 1)]
    [InlineData(1, false, 60 * 24 * 365, 60 * 24 * 7)]
    public void DelayAfter_Failures_DoublesAndRespectsRetryAfter(long failures, bool isServerUnavailable, int? retryAfterMinutes, int expectedMinutes) =>
        RenewalSchedule.DelayAfter(failures, isServerUnavailable, retryAfterMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null)
            .ShouldBe(TimeSpan.FromMinutes(expectedMinutes));

    [Theory]
    [InlineData(24 * 90, 24)]
    [InlineData(24, 12)]
    public void EarliestRenewal_NewCertificate_IsADayOrHalfOfTheTimeLeft(int hoursLeft, int expectedHours) =>
        Schedule.EarliestRenewal(_time.GetUtcNow().AddHours(hoursLeft)).ShouldBe(_time.GetUtcNow().AddHours(expectedHours));

    private CertificateRow RowOf(int lifetimeDays) => new()
    {
        Host = "a.test",
        Version = 1,
        IssuedFrom = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        Expires = _time.GetUtcNow().AddDays(lifetimeDays).ToUnixTimeMilliseconds(),
    };
}

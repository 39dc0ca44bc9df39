using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Identity;

public sealed class TokenPurgeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_EveryDayAtTwo_DeletesExpiredTokensAndSessions()
    {
        await using var host = await OrchestratorHost.StartAsync();
        var database = host.Services.GetRequiredService<Database>();
        var time = new ManualTime();
        var two = new DateTimeOffset(2026, 1, 3, 2, 0, 0, TimeSpan.Zero);
        await InsertAsync(database, "expired", two.AddMilliseconds(-1));
        await InsertAsync(database, "active", two);

        var logger = new RecordingLogger<TokenPurge>();
        using var purge = new TokenPurge(database, time, logger);
        await purge.StartAsync(Cancellation);
        var untilTwo = await time.NextTimerAsync();
        (time.GetUtcNow() + untilTwo).ShouldBe(two);
        time.Advance(untilTwo - TimeSpan.FromSeconds(1));
        (await TokensAsync(database)).ShouldBe(["active", "expired"]);

        time.Advance(TimeSpan.FromSeconds(1));
        (await time.NextTimerAsync()).ShouldBe(TimeSpan.FromDays(1));
        logger.Lines.ShouldBe(["Information: Deleted 1 expired refresh tokens."]);
        (await TokensAsync(database)).ShouldBe(["active"]);
        (await database.ReadAsync(session => session.QueryAsync<string>("SELECT id FROM orchestrator_sessions"), Cancellation)).ShouldBe(["active"]);
        await purge.StopAsync(Cancellation);
    }

    private static Task InsertAsync(Database database, string id, DateTimeOffset expires) => database.WriteAsync(async session =>
    {
        await SessionStore.InsertAsync(session, id, "user123", 0, expires.ToUnixTimeMilliseconds());
        await SessionStore.InsertTokenAsync(session, id, id, expires.ToUnixTimeMilliseconds());
    }, Cancellation);

    private static Task<IReadOnlyList<string>> TokensAsync(Database database) =>
        database.ReadAsync(session => session.QueryAsync<string>("SELECT hash FROM orchestrator_refresh_tokens ORDER BY hash"), Cancellation);
}

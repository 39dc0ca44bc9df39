using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Vernier.AiOrchestrator.Tests.Runs;

public class RunApiTests
{
    private const string Agents = "PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER, WRITER";

    [Fact]
    public async Task Start_Valid_RespondsWithTheLocation()
    {
        await using var fixture = await RunsFixture.StartAsync();
        using var response = await fixture.User.PostAsJsonAsync("/api/runs", new { repository = "a.b_c-D/1", task = "Do it.", complexity = "very_high" }, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var run = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var id = run.GetProperty("id").GetString();
        response.Headers.Location!.ToString().ShouldBe($"/api/runs/{id}");
        run.GetProperty("status").GetString().ShouldBe("QUEUED");
        run.GetProperty("user").GetString().ShouldBe("user123");
        run.GetProperty("complexity").GetString().ShouldBe("VERY_HIGH");
        (await fixture.WaitForEndAsync(id!)).GetProperty("task").GetString().ShouldBe("Do it.");
    }

    [Theory]
    [InlineData("""{"repository":"myorg/myrepo","task":""", 400, "Invalid JSON")]
    [InlineData("[]", 400, "Invalid JSON")]
    [InlineData("null", 400, "The body must be a JSON object, not null.")]
    [InlineData("""{"repository":"myorg/myrepo"}""", 400, "task")]
    [InlineData("""{"repository":"myorg/myrepo","task":"x","priority":1}""", 400, "Allowed are repository, task, complexity, grafts.")]
    [InlineData("""{"repository":"myorg/myrepo","task":"x","task":"y"}""", 400, "Duplicate member.")]
    [InlineData("""{"repository":"myorg/myrepo","task":null}""", 400, "must not be null")]
    [InlineData("""{"repository":"myorg/myrepo","task":7}""", 400, "$.task")]
    [InlineData("""{"repository":"myorg/myrepo","task":" \n"}""", 400, "The task is empty.")]
    [InlineData("""{"repository":"myorg/myrepo","task":"a\u0000b"}""", 400, "The task must not contain NUL characters or unpaired surrogates.")]
    [InlineData("""{"repository":"myorg","task":"x"}""", 400, "'myorg' is not a valid repository. It must be owner/name;")]
    [InlineData("""{"repository":"my org/repo","task":"x"}""", 400, "'my org/repo' is not a valid repository.")]
    [InlineData("""{"repository":"a/b/c","task":"x"}""", 400, "'a/b/c' is not a valid repository.")]
    [InlineData("""{"repository":"../..","task":"x"}""", 400, "'../..' is not a valid repository.")]
    [InlineData("""{"repository":"./a","task":"x"}""", 400, "'./a' is not a valid repository.")]
    [InlineData("""{"repository":"a/..","task":"x"}""", 400, "'a/..' is not a valid repository.")]
    [InlineData("""{"repository":"a/b\n","task":"x"}""", 400, "'a/b?' is not a valid repository.")]
    [InlineData("""{"repository":"a/b","task":"x","complexity":"EXTREME"}""", 400, "'EXTREME' is not a valid complexity. Allowed are TRIVIAL, LOW, MEDIUM_LOW, MEDIUM, HIGH, VERY_HIGH.")]
    [InlineData("""{"repository":"a/b","task":"x","complexity":"3"}""", 400, "'3' is not a valid complexity.")]
    [InlineData("""{"repository":"a/b","task":"x","grafts":[{"agent":"unknown-v1","after":"PM"}]}""", 400, "'unknown-v1' is not a graft agent. The configured agents are pm-v1,")]
    [InlineData("""{"repository":"a/b","task":"x","grafts":[{"agent":"pm-v1","after":"TESTER"}]}""", 400, "Grafts cannot be inserted after TESTER.")]
    [InlineData("""{"repository":"a/b","task":"x","grafts":[{"agent":"pm-v1","after":"PM","when":1}]}""", 400, "Allowed are agent, after, timeoutMs.")]
    [InlineData("""{"repository":"a/b","task":"x","grafts":[null]}""", 400, "grafts")]
    public async Task Start_Invalid_IsRejectedWithWhatIsAllowed(string body, int status, string message)
    {
        await using var fixture = await RunsFixture.StartAsync();
        using var response = await fixture.User.PostAsync("/api/runs", Json(body), TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status, text);
        JsonElement.Parse(text).GetProperty("message").GetString()!.ShouldContain(message);
        (await fixture.GetAsync("/api/runs")).GetProperty("runs").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Start_TooLarge_Gets413()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var huge = JsonSerializer.Serialize(new { repository = "a/b", task = new string('x', 10 * 1024 * 1024) });
        using var response = await fixture.User.PostAsync("/api/runs", Json(huge), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        var tooLong = await fixture.PostAsync("/api/runs", new { repository = "a/b", task = new string('x', 1024 * 1024 + 1) }, HttpStatusCode.RequestEntityTooLarge);
        tooLong.GetProperty("message").GetString().ShouldBe("The task exceeds the limit of 1048576 bytes.");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = Json(huge[..(7 * 1024 * 1024)]) };
        chunked.Headers.TransferEncodingChunked = true;
        using var second = await fixture.User.SendAsync(chunked, TestContext.Current.CancellationToken);
        second.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        await fixture.StartRunAsync(new { repository = "a/b", task = new string('x', 1024 * 1024) });
        // The serializer escapes each character: six bytes for two bytes of UTF-8.
        await fixture.StartRunAsync(new { repository = "a/b", task = new string('é', 512 * 1024) });
    }

    [Fact]
    public async Task Start_SameIdempotencyKey_StartsOneRun()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var body = new { repository = "a/b", task = "Once." };
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StartAsync(fixture.User, body)));
        ids.Distinct().ShouldHaveSingleItem();
        (await fixture.GetAsync("/api/runs")).GetProperty("runs").GetArrayLength().ShouldBe(1);

        using var other = await fixture.ClientAsync("other");
        (await StartAsync(other, body)).ShouldNotBe(ids[0]);

        using var conflict = await SendAsync(fixture.User, new { repository = "a/b", task = "Twice." }, "key-1");
        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var invalid = await SendAsync(fixture.User, body, new string('k', 201));
        invalid.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await fixture.WaitForEndAsync(ids[0]);
        await fixture.DeleteAsync($"/api/runs/{ids[0]}", HttpStatusCode.NoContent);
        (await StartAsync(fixture.User, body)).ShouldNotBe(ids[0]);

        static async Task<string> StartAsync(HttpClient client, object body)
        {
            using var response = await SendAsync(client, body, "key-1");
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            return response.Headers.Location!.ToString().Split('/')[^1];
        }
    }

    [Fact]
    public async Task Get_RunOfAnotherUser_IsForbiddenExceptForManagers()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        using var other = await fixture.ClientAsync("other");
        using var manager = await fixture.ClientAsync("manager", Role.WorkflowManager);

        var error = await fixture.GetAsync($"/api/runs/{id}", HttpStatusCode.Forbidden, other);
        error.GetProperty("message").GetString().ShouldBe($"Run {id} belongs to another user.");
        await fixture.GetAsync($"/api/runs/{id}/events", HttpStatusCode.Forbidden, other);
        await fixture.GetAsync($"/api/runs/{id}/documents/PM", HttpStatusCode.Forbidden, other);
        await fixture.GetAsync($"/api/budget?runId={id}", HttpStatusCode.Forbidden, other);
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Forbidden, other);
        await fixture.PostAsync($"/api/runs/{id}/flag/approve", null, HttpStatusCode.Forbidden, other);
        await fixture.PostAsync($"/api/runs/{id}/prune", new { agent = "PM" }, HttpStatusCode.Forbidden, other);
        await fixture.PostAsync($"/api/runs/{id}/grafts", new { agent = "pm-v1", after = "PM" }, HttpStatusCode.Forbidden, other);
        await fixture.DeleteAsync($"/api/runs/{id}", HttpStatusCode.Forbidden, other);
        (await fixture.GetAsync("/api/runs", client: other)).GetProperty("runs").GetArrayLength().ShouldBe(0);

        await fixture.GetAsync($"/api/runs/{id}", client: manager);
        (await fixture.GetAsync("/api/runs", client: manager)).GetProperty("runs").GetArrayLength().ShouldBe(1);
        await fixture.GetAsync($"/api/runs/{id}", HttpStatusCode.Unauthorized, fixture.Host.Client);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("GET", "/documents/PM")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/flag/deny")]
    [InlineData("DELETE", "")]
    public async Task Request_UnknownRun_Gets404(string method, string path)
    {
        await using var fixture = await RunsFixture.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/runs/0198-unknown" + path);
        using var response = await fixture.User.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Run '0198-unknown' not found.");
    }

    [Fact]
    public async Task List_Pages_ContainEachRunOnce()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var started = new List<string>();
        for (var i = 0; i < 5; i++)
            started.Add(await fixture.StartRunAsync());
        var listed = new List<string>();
        var query = "?limit=2";
        while (true)
        {
            var page = await fixture.GetAsync("/api/runs" + query);
            listed.AddRange(page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next)
                break;
            query = $"?limit=2&before={next}";
        }
        // Runs of the same millisecond have random identifiers.
        listed.Order().ShouldBe(started.Order());
        (await fixture.GetAsync("/api/runs?limit=101", HttpStatusCode.BadRequest)).GetProperty("message").GetString()
            .ShouldBe("'101' is not a valid value of limit. It must be a number from 1 to 100.");
        await fixture.GetAsync("/api/runs?before=unknown", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Document_NotWritten_Gets404WithTheAgents()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.WaitForEndAsync(id);
        var error = await fixture.GetAsync($"/api/runs/{id}/documents/CEO", HttpStatusCode.NotFound);
        error.GetProperty("message").GetString().ShouldStartWith($"Run {id} has no document of 'CEO'. The agents are {Agents}");
    }

    [Fact]
    public async Task Delete_RunThatHasNotEnded_Gets409()
    {
        await using var fixture = await RunsFixture.StartAsync();
        var gate = new Gate(fixture, "PM");
        var id = await fixture.StartRunAsync();
        await gate.ArrivalAsync();
        await fixture.DeleteAsync($"/api/runs/{id}", HttpStatusCode.Conflict);
        gate.Open();
        await fixture.WaitForEndAsync(id);
        await fixture.PostAsync($"/api/runs/{id}/cancel", null, HttpStatusCode.Conflict);
        await fixture.DeleteAsync($"/api/runs/{id}", HttpStatusCode.NoContent);
        await fixture.GetAsync($"/api/runs/{id}", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("waitSeconds=31")]
    [InlineData("limit=0")]
    public async Task Events_InvalidQuery_Gets400(string query)
    {
        await using var fixture = await RunsFixture.StartAsync();
        var id = await fixture.StartRunAsync();
        await fixture.GetAsync($"/api/runs/{id}/events?{query}", HttpStatusCode.BadRequest);
        await fixture.WaitForEndAsync(id);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}

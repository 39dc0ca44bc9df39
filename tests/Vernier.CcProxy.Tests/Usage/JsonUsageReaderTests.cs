using System.Text;
using Vernier.CcProxy.Usage;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Tests.Usage;

public class JsonUsageReaderTests
{
    [Fact]
    public void End_JsonInParts_HasItsUsage()
    {
        var reader = new JsonUsageReader(new BodyBudget(1 << 20));
        foreach (var bytes in """{"usage":{"prompt_tokens":5,"completion_tokens":6}}"""u8.ToArray().Chunk(3))
            reader.Read(bytes);
        reader.Usage.ShouldBeNull();

        reader.End();

        reader.Usage.ShouldBe(new TokenUsage(5, 6, 0, 0));
    }

    [Fact]
    public void End_LargerThanTheLimit_HasNoUsage()
    {
        var reader = new JsonUsageReader(new BodyBudget(1 << 20), maxBytes: 30);

        reader.Read("""{"usage":{"input_tokens":5}, """u8);
        reader.Read("\"more\":1}"u8);
        reader.End();

        reader.Usage.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[{\"usage\":{\"input_tokens\":5}}]")]
    [InlineData("{\"usage\":{\"input_tokens\":99999999999999999999}}")]
    public void End_NoUsage_IsNull(string json)
    {
        var reader = new JsonUsageReader(new BodyBudget(1 << 20));

        reader.Read(Encoding.UTF8.GetBytes(json));
        reader.End();

        reader.Usage.ShouldBeNull();
    }

    [Fact]
    public void End_MoreCachedThanPromptTokens_InputIsNotNegative()
    {
        var reader = new JsonUsageReader(new BodyBudget(1 << 20));

        reader.Read("""{"usage":{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":50}}}"""u8);
        reader.End();

        reader.Usage.ShouldBe(new TokenUsage(0, 0, 5, 0));
    }

    [Fact]
    public void Read_MemoryForBodiesIsUsedUp_HasNoUsageAndReturnsItsPart()
    {
        var budget = new BodyBudget(60);
        using (var first = new JsonUsageReader(budget))
        using (var second = new JsonUsageReader(budget))
        {
            first.Read("""{"usage":{"input_tokens":1,"output_tokens":2}}"""u8);
            second.Read("""{"usage":{"input_tokens":1,"output_tokens":2}}"""u8);
            first.End();
            second.End();

            first.Usage.ShouldNotBeNull();
            second.Usage.ShouldBeNull();
            budget.UsedBytes.ShouldBe(46);
        }

        budget.UsedBytes.ShouldBe(0);
    }
}

using System.Text;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Tests.Usage;

public class SseUsageReaderTests
{
    private const string Anthropic = """
        event: message_start
        data: {"type":"message_start","message":{"usage":{"input_tokens":25,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,"output_tokens":1}}}

        event: ping
        data: {"type":"ping"}

        data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"\"usage\" is not \"error\""}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Read_AnthropicStreamInPartsOfAnySize_LastFiguresCount(int size) =>
        Read(Anthropic, size).ShouldBe(new TokenUsage(25, 15, 4, 3));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Read_AnyLineEnding_IsRecognized(string end) => Read(Anthropic.Replace("\n", end), 5).ShouldBe(new TokenUsage(25, 15, 4, 3));

    [Fact]
    public void Read_ChatCompletions_CachedTokensAreNotCountedAsInput() => Read("""
        data: {"choices":[],"usage":null}

        data: {"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":9,"total_tokens":39,"prompt_tokens_details":{"cached_tokens":20}}}

        data: [DONE]

        """).ShouldBe(new TokenUsage(10, 9, 20, 0));

    [Fact]
    public void Read_Responses_UsageIsInTheCompletedResponse() => Read("""
        data: {"type":"response.created","response":{"usage":null}}

        data: {"type":"response.completed","response":{"usage":{"input_tokens":8,"input_tokens_details":{"cached_tokens":8},"output_tokens":2}}}

        """).ShouldBe(new TokenUsage(0, 2, 8, 0));

    [Theory]
    [InlineData("data: {}\n")]
    [InlineData("data: {\"usage\":5}\n")]
    [InlineData("data: {\"usage\":{\"input_tokens\":\"5\"}}\n")]
    [InlineData("data: \"usage\"\n")]
    [InlineData("data: {\"usage\":{\"input_tokens\":5}}")]
    [InlineData("event: {\"usage\":{\"input_tokens\":5}}\n")]
    public void Read_NoUsage_IsNull(string stream) => Read(stream).ShouldBeNull();

    [Fact]
    public void Read_LineTooLong_IsSkippedAndTheNextOneIsRead()
    {
        var reader = new SseUsageReader(maxLineBytes: 50);

        reader.Read("data: {\"x\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\"usage\":{\"input_tokens\":9}}\ndata: {\"usage\":{\"input_tokens\":1}}\n"u8);

        reader.Usage.ShouldBe(new TokenUsage(1, 0, 0, 0));
    }

    [Theory]
    [InlineData("data: {\"\\ud800\":1,\"usage\":{\"input_tokens\":9}}\n")]
    [InlineData("data: {\"type\":\"\\udc00\",\"error\":1}\n")]
    public void Read_HalfOfASurrogatePair_SkipsTheLine(string line)
    {
        var reader = new SseUsageReader();

        reader.Read(Encoding.UTF8.GetBytes(line + "data: {\"usage\":{\"input_tokens\":1}}\n"));

        (reader.Usage, reader.HasError).ShouldBe((new TokenUsage(1, 0, 0, 0), false));
    }

    [Theory]
    [InlineData("data: {\"type\":\"error\",\"error\":{\"type\":\"x\"}}\n", true)]
    [InlineData("data: {\"error\":{\"message\":\"x\"}}\n", true)]
    [InlineData("data: {\"type\":\"response.created\",\"response\":{\"error\":null}}\n", false)]
    [InlineData("data: {\"text\":\"error\",\"error\":null}\n", false)]
    public void HasError_EventsOfAnyKind_IsTrueForErrors(string stream, bool expected)
    {
        var reader = new SseUsageReader();

        reader.Read(Encoding.UTF8.GetBytes(stream));

        reader.HasError.ShouldBe(expected);
    }

    private static TokenUsage? Read(string stream, int size = 1000)
    {
        var reader = new SseUsageReader();
        foreach (var bytes in Encoding.UTF8.GetBytes(stream).Chunk(size))
            reader.Read(bytes);
        reader.End();
        return reader.Usage;
    }
}

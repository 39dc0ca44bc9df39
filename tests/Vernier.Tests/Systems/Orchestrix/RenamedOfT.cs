using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Tests.Systems.Orchestrix;

public sealed record Renamed<T>(T From, T To) : Event;

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include <QByteArray>
#include <QDir>
#include <QFile>

#include <cstdio>
#include <cstdlib>
#include <random>

// Runs a target without libFuzzer: every file of its corpus as it is, then deterministic mutations of them. What the
// test suite does in every build; the search for new inputs is libFuzzer's (preset `fuzz`).
//
//   replay CORPUS MUTATIONS [SEED]
//
// The input at hand is written to the file that MDMC_FUZZ_LAST names before it is run, so that a crash leaves it.

namespace {

using Bytes = QByteArray;

Bytes someBytes(std::mt19937 &random, qsizetype most)
{
    Bytes bytes(1 + qsizetype(random() % quint32(most)), '\0');
    for (char &byte : bytes)
        byte = char(random());
    return bytes;
}

/// One small change, of the kinds that libFuzzer makes.
void mutate(Bytes &bytes, const std::vector<Bytes> &corpus, std::mt19937 &random)
{
    const auto place = [&] { return bytes.isEmpty() ? 0 : qsizetype(random() % quint32(bytes.size())); };
    switch (random() % 9) {
    case 0: // One bit
        if (!bytes.isEmpty())
            bytes[place()] = char(bytes[place()] ^ (1 << random() % 8));
        break;
    case 1: // One byte, often an edge
        if (!bytes.isEmpty())
            bytes[place()] = char("\x00\xff\x7f\x80\x1b\x3b\x9f\xbf\"\n\r;,%"[random() % 14]);
        break;
    case 2: bytes.insert(place(), someBytes(random, 8)); break;
    case 3: bytes.remove(place(), 1 + qsizetype(random() % 16)); break;
    case 4: bytes.truncate(place()); break;
    case 5: // A piece again
        if (!bytes.isEmpty())
            bytes.insert(place(), bytes.mid(place(), 1 + qsizetype(random() % 64)));
        break;
    case 6: { // A piece of another input
        const Bytes &other = corpus[random() % corpus.size()];
        bytes.insert(place(), other.mid(qsizetype(random() % quint32(other.size() + 1)), 1 + qsizetype(random() % 64)));
        break;
    }
    case 7: { // A digit run becomes a large number
        const qsizetype at = place();
        if (at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9')
            bytes.insert(at, "9223372036854775807");
        break;
    }
    case 8: // Four bytes at once
        bytes.replace(place(), 4, someBytes(random, 4));
        break;
    }
}

void run(const Bytes &input)
{
    static const char *const last = std::getenv("MDMC_FUZZ_LAST");
    if (last) {
        QFile file(QString::fromLocal8Bit(last));
        if (file.open(QIODevice::WriteOnly))
            file.write(input);
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(input.constData()), size_t(input.size()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: replay CORPUS MUTATIONS [SEED]\n");
        return 2;
    }
    const QDir folder(QString::fromLocal8Bit(argv[1]));
    std::vector<Bytes> corpus;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            corpus.push_back(file.readAll());
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "there is no corpus in %s\n", argv[1]);
        return 1;
    }
    for (const Bytes &input : corpus)
        run(input);
    const int mutations = std::atoi(argv[2]);
    std::mt19937 random(argc > 3 ? unsigned(std::strtoul(argv[3], nullptr, 10)) : 1u);
    for (int i = 0; i < mutations; ++i) {
        Bytes input = corpus[random() % corpus.size()];
        for (unsigned change = 1 + random() % 4; change > 0; --change)
            mutate(input, corpus, random);
        run(input);
    }
    std::printf("%zu inputs and %d mutations\n", corpus.size(), mutations);
    return 0;
}

// What a user of @datastax/astra-db-ts does with a self-hosted server, as the library's documentation shows it.
//
//   node scenario.mjs URL TOKEN [--phase first|after-restart]
//
// URL and TOKEN may come from CASSETTE_URL and CASSETTE_TOKEN. Prints a line for each check and a summary as JSON;
// the exit code is 1 when a check failed. `after-restart` looks for what `first` has left.

import assert from 'node:assert/strict';
import {
  CollectionInsertManyError,
  DataAPIClient,
  DataAPIResponseError,
  ObjectId,
  TooManyDocumentsToCountError,
  UUID,
  UsernamePasswordTokenProvider,
} from '@datastax/astra-db-ts';

const KEYSPACE = 'library';
const ID_TYPES = { objectId: ObjectId, uuid: UUID, uuidv6: UUID, uuidv7: UUID };
const BORN = new Date('1999-12-31T23:59:59.123Z');

const words = process.argv.slice(2);
const phaseAt = words.indexOf('--phase');
const [phase] = phaseAt < 0 ? ['first'] : words.splice(phaseAt, 2).slice(1);
const [url = process.env.CASSETTE_URL, token = process.env.CASSETTE_TOKEN] = words;

const db = connect();
const results = { phase, passed: [], failed: [] };

function connect(environment = 'hcd') {
  const [, user, password] = token.split(':').map((part) => Buffer.from(part, 'base64').toString());
  const provider = new UsernamePasswordTokenProvider(user, password);
  assert.equal(provider.getToken(), token);
  return new DataAPIClient(provider, { environment }).db(url, { keyspace: KEYSPACE });
}

async function check(name, body) {
  try {
    await body();
    results.passed.push(name);
    console.log(`ok ${name}`);
  } catch (error) {
    results.failed.push(name);
    console.log(`failed ${name}: ${error.stack}`);
  }
}

async function refused(promise, code) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof DataAPIResponseError, error);
    assert.equal(error.errorDescriptors[0].errorCode, code);
    assert.ok(error.message);
    return true;
  });
}

const names = (documents) => documents.map((document) => document._id).sort();

// ---------------------------------------------------------------- the first phase

async function keyspacesAndCollections() {
  const admin = db.admin({ environment: 'hcd' });

  await check('createKeyspace', async () => {
    await admin.createKeyspace(KEYSPACE, { updateDbKeyspace: true });
    await admin.createKeyspace(KEYSPACE); // again: nothing happens
    assert.ok((await admin.listKeyspaces()).includes(KEYSPACE));
  });

  await check('createKeyspace with replication, dropKeyspace', async () => {
    await admin.createKeyspace('short_lived', { replication: { class: 'NetworkTopologyStrategy', datacenter1: 1 } });
    assert.ok((await admin.listKeyspaces()).includes('short_lived'));
    await admin.dropKeyspace('short_lived');
    assert.ok(!(await admin.listKeyspaces()).includes('short_lived'));
  });

  await check('createCollection', async () => {
    const books = await db.createCollection('books');
    assert.equal(books.name, 'books');
    await db.createCollection('books'); // with the same options: nothing happens
    await db.createCollection('many');
  });

  await check('createCollection with other options', () =>
    refused(db.createCollection('books', { defaultId: { type: 'uuid' } }), 'EXISTING_COLLECTION_DIFFERENT_SETTINGS'));

  await check('createCollection with indexing, listCollections, options, drop', async () => {
    const notes = await db.createCollection('notes', { defaultId: { type: 'uuid' }, indexing: { deny: ['text'] } });
    assert.deepEqual((await notes.options()).indexing, { deny: ['text'] });
    assert.deepEqual((await notes.options()).defaultId, { type: 'uuid' });
    await notes.insertOne({ _id: 1, text: 'not indexed', tag: 'indexed' });
    assert.equal((await notes.findOne({ tag: 'indexed' })).text, 'not indexed');
    await refused(notes.findOne({ text: 'not indexed' }), 'FILTER_PATH_UNINDEXED');
    assert.ok((await db.listCollections({ nameOnly: true })).includes('notes'));
    await notes.drop();
    assert.deepEqual((await db.listCollections({ nameOnly: true })).sort(), ['books', 'many']);
  });

  for (const environment of ['cassandra', 'dse', 'hcd', 'other']) {
    await check(`environment ${environment}`, async () => {
      const there = connect(environment);
      assert.ok((await there.admin({ environment }).listKeyspaces()).includes(KEYSPACE));
      const collection = await there.createCollection('environments');
      await collection.insertOne({ _id: environment });
      assert.deepEqual(await collection.findOne({ _id: environment }), { _id: environment });
      await collection.drop();
    });
  }

  await check('no token', async () => {
    const stranger = new DataAPIClient({ environment: 'hcd' }).db(url, { keyspace: KEYSPACE });
    await refused(stranger.collection('books').findOne({}), 'MISSING_AUTHENTICATION_TOKEN');
  });

  await check('a collection that is not there', () =>
    refused(db.collection('nowhere').findOne({}), 'UNKNOWN_COLLECTION_OR_TABLE'));
}

async function insertAndFind(books) {
  await check('insertOne, findOne', async () => {
    const { insertedId } = await books.insertOne({ _id: 'dune', title: 'Dune', pages: 412, tags: ['sf', 'desert'] });
    assert.equal(insertedId, 'dune');
    assert.deepEqual(await books.findOne({ _id: 'dune' }), {
      _id: 'dune', title: 'Dune', pages: 412, tags: ['sf', 'desert'],
    });
    assert.equal(await books.findOne({ _id: 'nobody wrote this' }), null);
  });

  await check('insertMany', async () => {
    const { insertedIds, insertedCount } = await books.insertMany([
      { _id: 'emma', title: 'Emma', pages: 474, tags: ['village'], author: { name: 'Austen', born: 1775 } },
      { _id: 'ulysses', title: 'Ulysses', pages: 730, tags: [], author: { name: 'Joyce', born: 1882 }, read: false },
      { _id: 'walden', title: 'Walden', pages: null, tags: ['pond', 'village', 'sf'], read: true, price: 9.75 },
    ], { ordered: true });
    assert.deepEqual(insertedIds, ['emma', 'ulysses', 'walden']);
    assert.equal(insertedCount, 3);
  });

  await check('ids of every type a document may bring', async () => {
    const oid = new ObjectId();
    const uuid = UUID.v7();
    for (const _id of [7, -1.5, true, null, oid, uuid, BORN]) {
      const { insertedId } = await books.insertOne({ _id, kind: 'odd id' });
      assert.deepEqual(insertedId, _id);
      assert.deepEqual((await books.findOne({ _id }))._id, _id);
    }
    const { deletedCount } = await books.deleteMany({ kind: 'odd id' });
    assert.equal(deletedCount, 7);
  });

  await check('default ids', async () => {
    const { insertedId } = await books.insertOne({ kind: 'no id' });
    assert.equal(typeof insertedId, 'string');
    assert.equal((await books.findOneAndDelete({ _id: insertedId })).kind, 'no id');
    for (const [type, made] of Object.entries(ID_TYPES)) {
      const ids = await db.createCollection(`ids_${type.toLowerCase()}`, { defaultId: { type } });
      const { insertedId: id } = await ids.insertOne({ type });
      assert.ok(id instanceof made, `${type}: ${id}`);
      if (type !== 'objectId') assert.equal(id.version, type === 'uuid' ? 4 : Number(type.at(-1)));
      assert.deepEqual(await ids.findOne({ _id: id }), { _id: id, type });
    }
  });

  await check('dates and nested values come back as they were', async () => {
    const document = { _id: 'values', date: BORN, deep: { list: [1, [2, { three: null }], 'ü 𝄞'], flag: false }, n: -0.125 };
    await books.insertOne(document);
    assert.deepEqual(await books.findOne({ date: BORN }), document);
    assert.equal((await books.findOne({ date: { $gte: BORN, $lt: new Date() } }))._id, 'values');
    await books.deleteOne({ _id: 'values' });
  });

  await check('big numbers', async () => {
    const exact = db.collection('books', { serdes: { enableBigNumbers: { '*': 'number', big: 'bigint', long: 'string' } } });
    await exact.insertOne({ _id: 'big', big: 9007199254740993n, long: 12345678901234567890123456789n });
    const found = await exact.findOneAndDelete({ _id: 'big' });
    assert.equal(found.big, 9007199254740993n);
    assert.equal(BigInt(Number(found.long)), BigInt(Number('12345678901234567890123456789')));
  });
}

async function filters(books) {
  const cases = {
    'an implied $eq': [{ title: 'Emma' }, ['emma']],
    '$eq': [{ pages: { $eq: 412 } }, ['dune']],
    '$eq null': [{ pages: null }, ['walden']],
    '$eq of an array element': [{ tags: 'sf' }, ['dune', 'walden']],
    '$eq of a whole array': [{ tags: { $eq: ['sf', 'desert'] } }, ['dune']],
    '$eq of an object': [{ author: { name: 'Joyce', born: 1882 } }, ['ulysses']],
    'a path': [{ 'author.name': 'Austen' }, ['emma']],
    'a path into an array': [{ 'tags.1': 'village' }, ['walden']],
    '$ne': [{ title: { $ne: 'Dune' } }, ['emma', 'ulysses', 'walden']],
    '$in': [{ title: { $in: ['Emma', 'Dune', 'Odyssey'] } }, ['dune', 'emma']],
    '$in of ids': [{ _id: { $in: ['walden', 'dune', 'nothing'] } }, ['dune', 'walden']],
    '$nin': [{ title: { $nin: ['Emma', 'Dune'] } }, ['ulysses', 'walden']],
    '$gt and $lte': [{ pages: { $gt: 412, $lte: 730 } }, ['emma', 'ulysses']],
    '$gte and $lt': [{ pages: { $gte: 412, $lt: 474 } }, ['dune']],
    '$exists': [{ author: { $exists: true } }, ['emma', 'ulysses']],
    '$exists false': [{ read: { $exists: false } }, ['dune', 'emma']],
    '$and': [{ $and: [{ tags: 'village' }, { tags: 'sf' }] }, ['walden']],
    '$or': [{ $or: [{ pages: 412 }, { 'author.born': { $gt: 1800 } }] }, ['dune', 'ulysses']],
    '$not': [{ $not: { tags: 'sf' } }, ['emma', 'ulysses']],
    '$and in $or': [{ $or: [{ $and: [{ tags: 'sf' }, { read: true }] }, { title: 'Emma' }] }, ['emma', 'walden']],
    '$all': [{ tags: { $all: ['sf', 'village'] } }, ['walden']],
    '$size': [{ tags: { $size: 2 } }, ['dune']],
    '$size 0': [{ tags: { $size: 0 } }, ['ulysses']],
    'everything': [{}, ['dune', 'emma', 'ulysses', 'walden']],
    'nothing': [{ title: 'Odyssey' }, []],
  };
  for (const [name, [filter, expected]] of Object.entries(cases)) {
    await check(`find ${name}`, async () => assert.deepEqual(names(await books.find(filter).toArray()), expected));
  }
  await check('find with an unknown operator', () =>
    refused(books.find({ title: { $sounds: 'like' } }).toArray(), 'FILTER_UNSUPPORTED_OPERATOR'));
}

async function projectionAndSort(books) {
  await check('projection', async () => {
    const filter = { _id: 'emma' };
    const only = await books.findOne(filter, { projection: { title: 1, 'author.born': true } });
    assert.deepEqual(only, { _id: 'emma', title: 'Emma', author: { born: 1775 } });
    const without = await books.findOne(filter, { projection: { author: 0, pages: false, tags: 0 } });
    assert.deepEqual(without, { _id: 'emma', title: 'Emma' });
    assert.deepEqual(await books.findOne(filter, { projection: { title: 1, _id: 0 } }), { title: 'Emma' });
    const sliced = await books.findOne({ _id: 'walden' }, { projection: { tags: { $slice: -1 } } });
    assert.deepEqual(sliced.tags, ['sf']);
    assert.equal(sliced.title, 'Walden');
  });

  await check('sort, skip, limit', async () => {
    const sorted = async (sort, options = {}) =>
      (await books.find({}, { sort, projection: { _id: 1, title: 1 }, ...options }).toArray()).map(({ _id }) => _id);
    assert.deepEqual(await sorted({ title: -1 }), ['walden', 'ulysses', 'emma', 'dune']);
    assert.deepEqual(await sorted({ pages: 1 }), ['walden', 'dune', 'emma', 'ulysses']);
    assert.deepEqual(await sorted({ read: 1, title: -1 }), ['emma', 'dune', 'ulysses', 'walden']);
    assert.deepEqual(await sorted({ title: 1 }, { skip: 1, limit: 2 }), ['emma', 'ulysses']);
    assert.equal((await books.findOne({}, { sort: { pages: -1 } }))._id, 'ulysses');
  });

  await check('distinct', async () => {
    assert.deepEqual((await books.distinct('tags', {})).sort(), ['desert', 'pond', 'sf', 'village']);
  });
}

async function updates(books) {
  await check('updateOne $set $unset $inc $push', async () => {
    const result = await books.updateOne({ _id: 'emma' }, {
      $set: { 'author.name': 'Jane Austen', year: new Date('1815-12-23') },
      $unset: { tags: '' },
      $inc: { pages: -4, copies: 2 },
      $push: { shelves: 'A' },
    });
    assert.deepEqual(result, { matchedCount: 1, modifiedCount: 1, upsertedCount: 0 });
    assert.deepEqual(await books.findOne({ _id: 'emma' }), {
      _id: 'emma', title: 'Emma', pages: 470, author: { name: 'Jane Austen', born: 1775 },
      copies: 2, shelves: ['A'], year: new Date('1815-12-23'),
    });
  });

  await check('updateOne without a change, without a match', async () => {
    const same = await books.updateOne({ _id: 'emma' }, { $set: { title: 'Emma' } });
    assert.deepEqual([same.matchedCount, same.modifiedCount], [1, 0]);
    const none = await books.updateOne({ _id: 'nobody wrote this' }, { $set: { title: 'x' } });
    assert.deepEqual([none.matchedCount, none.modifiedCount], [0, 0]);
  });

  await check('updateOne upsert', async () => {
    const result = await books.updateOne({ _id: 'odyssey', lang: 'el' }, { $set: { title: 'Odyssey' } }, { upsert: true });
    assert.deepEqual([result.matchedCount, result.upsertedCount, result.upsertedId], [0, 1, 'odyssey']);
    assert.deepEqual(await books.findOne({ title: 'Odyssey' }), { _id: 'odyssey', lang: 'el', title: 'Odyssey' });
  });

  await check('updateOne with a sort', async () => {
    await books.updateOne({ pages: { $gt: 0 } }, { $set: { longest: true } }, { sort: { pages: -1 } });
    assert.deepEqual(names(await books.find({ longest: true }).toArray()), ['ulysses']);
  });

  await check('replaceOne', async () => {
    const result = await books.replaceOne({ _id: 'odyssey' }, { title: 'The Odyssey', author: 'Homer' });
    assert.deepEqual([result.matchedCount, result.modifiedCount], [1, 1]);
    assert.deepEqual(await books.findOne({ author: 'Homer' }), { _id: 'odyssey', title: 'The Odyssey', author: 'Homer' });
  });

  await check('findOneAndUpdate', async () => {
    const filter = { _id: 'odyssey' };
    const before = await books.findOneAndUpdate(filter, { $inc: { loans: 1 } }, { returnDocument: 'before' });
    assert.equal(before.loans, undefined);
    const options = { returnDocument: 'after', projection: { loans: 1 } };
    assert.deepEqual(await books.findOneAndUpdate(filter, { $inc: { loans: 1 } }, options), { _id: 'odyssey', loans: 2 });
    assert.equal(await books.findOneAndUpdate({ _id: 'nobody' }, { $inc: { loans: 1 } }), null);
  });

  await check('findOneAndReplace', async () => {
    const after = await books.findOneAndReplace({ _id: 'odyssey' }, { title: 'Odyssee' }, { returnDocument: 'after' });
    assert.deepEqual(after, { _id: 'odyssey', title: 'Odyssee' });
    assert.equal(await books.findOne({ author: 'Homer' }), null);
    const made = await books.findOneAndReplace({ _id: 'iliad' }, { title: 'Iliad' }, { upsert: true, returnDocument: 'after' });
    assert.deepEqual(made, { _id: 'iliad', title: 'Iliad' });
  });

  await check('findOneAndDelete', async () => {
    assert.deepEqual(await books.findOneAndDelete({ title: 'Iliad' }, { projection: { title: 1 } }), { _id: 'iliad', title: 'Iliad' });
    assert.equal(await books.findOneAndDelete({ title: 'Iliad' }), null);
  });

  await check('deleteOne', async () => {
    assert.equal((await books.deleteOne({ _id: 'odyssey' })).deletedCount, 1);
    assert.equal((await books.deleteOne({ _id: 'odyssey' })).deletedCount, 0);
  });

  await check('an update that does not fit', async () => {
    await refused(books.updateOne({ _id: 'dune' }, { $inc: { title: 1 } }), 'UNSUPPORTED_UPDATE_OPERATION_TARGET');
    await refused(books.updateOne({ _id: 'dune' }, { $set: { _id: 'x' } }), 'UNSUPPORTED_UPDATE_OPERATOR_FOR_DOC_ID');
    assert.equal((await books.findOne({ _id: 'dune' })).title, 'Dune');
  });
}

async function duplicates(books) {
  await check('insertOne of an id that is there', () =>
    refused(books.insertOne({ _id: 'dune', title: 'Another' }), 'DOCUMENT_ALREADY_EXISTS'));

  await check('insertMany with an id that is there, ordered', async () => {
    const documents = [{ _id: 'x1' }, { _id: 'dune' }, { _id: 'x2' }];
    await assert.rejects(books.insertMany(documents, { ordered: true }), (error) => {
      assert.ok(error instanceof CollectionInsertManyError, error);
      assert.deepEqual(error.insertedIds(), ['x1']);
      assert.equal(error.errors()[0].errorDescriptors[0].errorCode, 'DOCUMENT_ALREADY_EXISTS');
      return true;
    });
    assert.deepEqual(names(await books.find({ _id: { $in: ['x1', 'x2'] } }).toArray()), ['x1']);
  });

  await check('insertMany with an id that is there, unordered', async () => {
    await assert.rejects(books.insertMany([{ _id: 'dune' }, { _id: 'x2' }, { _id: 'x1' }]), (error) => {
      assert.deepEqual(error.insertedIds(), ['x2']);
      return error instanceof CollectionInsertManyError;
    });
    assert.equal((await books.deleteMany({ _id: { $in: ['x1', 'x2'] } })).deletedCount, 2);
  });
}

async function manyDocuments(many) {
  await check('insertMany of 230 documents', async () => {
    const documents = Array.from({ length: 230 }, (_, n) => ({ _id: n, n, even: n % 2 === 0, group: `g${n % 3}` }));
    assert.equal((await many.insertMany(documents, { concurrency: 4 })).insertedCount, 230);
  });

  await check('find through all pages', async () => {
    const cursor = many.find({});
    const seen = [];
    for await (const { n } of cursor) seen.push(n);
    assert.deepEqual(seen.sort((a, b) => a - b), Array.from({ length: 230 }, (_, n) => n));
    assert.equal((await many.find({ even: true }).toArray()).length, 115);
    assert.equal((await many.find({}).limit(60).toArray()).length, 60);
  });

  await check('find page by page', async () => {
    const seen = new Set();
    let pages = 0;
    let pageState;
    do {
      const page = await many.find({ group: { $in: ['g0', 'g1'] } }).initialPageState(pageState).fetchNextPage();
      for (const { n } of page.result) seen.add(n);
      pageState = page.nextPageState ?? null;
      pages += 1;
    } while (pageState !== null);
    assert.equal(seen.size, 154);
    assert.ok(pages >= 4, `${pages} pages`);
  });

  await check('cursor with next, map, rewind, clone', async () => {
    const cursor = many.find({ n: { $lt: 3 } }).map(({ n }) => `#${n}`);
    assert.match(await cursor.next(), /^#[012]$/);
    assert.ok(await cursor.hasNext());
    assert.deepEqual((await cursor.clone().toArray()).sort(), ['#0', '#1', '#2']);
    cursor.rewind();
    assert.deepEqual((await cursor.toArray()).sort(), ['#0', '#1', '#2']);
  });

  await check('countDocuments, estimatedDocumentCount', async () => {
    assert.equal(await many.countDocuments({}, 1000), 230);
    assert.equal(await many.countDocuments({ even: true, n: { $lt: 100 } }, 1000), 50);
    await assert.rejects(many.countDocuments({}, 100), TooManyDocumentsToCountError);
    const estimate = await many.estimatedDocumentCount();
    assert.ok(Number.isInteger(estimate) && estimate >= 0, `${estimate}`);
  });

  await check('updateMany of more than a page', async () => {
    const result = await many.updateMany({ even: true }, { $set: { marked: true }, $inc: { n: 1000 } });
    assert.deepEqual([result.matchedCount, result.modifiedCount], [115, 115]);
    assert.equal(await many.countDocuments({ marked: true, n: { $gte: 1000 } }, 1000), 115);
  });

  await check('updateMany upsert', async () => {
    const result = await many.updateMany({ _id: 'made', group: 'none' }, { $push: { list: 1 } }, { upsert: true });
    assert.deepEqual([result.matchedCount, result.upsertedCount, result.upsertedId], [0, 1, 'made']);
    assert.deepEqual(await many.findOneAndDelete({ group: 'none' }), { _id: 'made', group: 'none', list: [1] });
  });

  await check('deleteMany of more than 20', async () => {
    assert.equal((await many.deleteMany({ group: 'g2' })).deletedCount, 76);
    assert.equal(await many.countDocuments({}, 1000), 154);
  });

  await check('requests at once', async () => {
    const hit = () => many.updateOne({ _id: 0 }, { $inc: { hits: 1 } });
    const settled = await Promise.allSettled(Array.from({ length: 60 }, hit));
    const done = settled.filter(({ status }) => status === 'fulfilled').length;
    for (const { reason } of settled.filter(({ status }) => status === 'rejected')) {
      assert.ok(reason instanceof DataAPIResponseError, reason);
      assert.equal(reason.errorDescriptors[0].errorCode, 'FAILED_CONCURRENT_OPERATIONS');
    }
    assert.equal((await many.findOne({ _id: 0 })).hits, done);
  });

  await check('deleteMany of everything', async () => {
    const all = await db.createCollection('emptied');
    await all.insertMany(Array.from({ length: 25 }, (_, n) => ({ n })));
    assert.equal((await all.deleteMany({})).deletedCount, -1);
    assert.equal(await all.findOne({}), null);
    await all.drop();
  });
}

async function first() {
  await keyspacesAndCollections();
  const books = db.collection('books');
  await insertAndFind(books);
  await filters(books);
  await projectionAndSort(books);
  await updates(books);
  await duplicates(books);
  await manyDocuments(db.collection('many'));
}

// ---------------------------------------------------------------- what is left after a restart

async function afterRestart() {
  await check('keyspace and collections are there', async () => {
    assert.ok((await db.admin({ environment: 'hcd' }).listKeyspaces()).includes(KEYSPACE));
    const ids = Object.keys(ID_TYPES).map((type) => `ids_${type.toLowerCase()}`);
    assert.deepEqual((await db.listCollections({ nameOnly: true })).sort(), ['books', ...ids, 'many'].sort());
  });

  await check('documents are as they were left', async () => {
    const books = db.collection('books');
    assert.deepEqual(names(await books.find({}).toArray()), ['dune', 'emma', 'ulysses', 'walden']);
    assert.deepEqual(await books.findOne({ 'author.name': 'Jane Austen' }), {
      _id: 'emma', title: 'Emma', pages: 470, author: { name: 'Jane Austen', born: 1775 },
      copies: 2, shelves: ['A'], year: new Date('1815-12-23'),
    });
    assert.equal(await books.findOne({ tags: 'none of them' }), null);
  });

  await check('indexes are as they were left', async () => {
    const many = db.collection('many');
    assert.equal(await many.countDocuments({}, 1000), 154);
    assert.equal(await many.countDocuments({ marked: true }, 1000), 77);
    assert.equal(await many.countDocuments({ n: { $lt: 1000 } }, 1000), 77);
    assert.equal((await many.find({ group: 'g1' }).toArray()).length, 77);
  });

  await check('ids keep their type', async () => {
    for (const [type, made] of Object.entries(ID_TYPES)) {
      const found = await db.collection(`ids_${type.toLowerCase()}`).findOne({ type });
      assert.ok(found._id instanceof made, type);
    }
  });

  await check('the keyspace can be dropped', async () => {
    const admin = db.admin({ environment: 'hcd' });
    await admin.dropKeyspace(KEYSPACE);
    assert.ok(!(await admin.listKeyspaces()).includes(KEYSPACE));
    await refused(db.collection('books').findOne({}), 'UNKNOWN_KEYSPACE');
  });
}

await { first, 'after-restart': afterRestart }[phase]();
console.log(JSON.stringify(results));
process.exitCode = results.failed.length > 0 ? 1 : 0;

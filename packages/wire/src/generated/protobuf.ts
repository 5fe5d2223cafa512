// Generated from spec/proto by pbjs. Do not edit.
// @ts-nocheck
/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["muniment"] || ($protobuf.roots["muniment"] = {});

export const muniment = $root.muniment = (() => {

    /**
     * Namespace muniment.
     * @exports muniment
     * @namespace
     */
    const muniment = {};

    muniment.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof muniment
         * @namespace
         */
        const v1 = {};

        /**
         * HeadKind enum.
         * @name muniment.v1.HeadKind
         * @enum {number}
         * @property {number} HEAD_KIND_UNSPECIFIED=0 HEAD_KIND_UNSPECIFIED value
         * @property {number} SNAPSHOT=1 SNAPSHOT value
         * @property {number} LINK=2 LINK value
         */
        v1.HeadKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "HEAD_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "SNAPSHOT"] = 1;
            values[valuesById[2] = "LINK"] = 2;
            return values;
        })();

        /**
         * EntryKind enum.
         * @name muniment.v1.EntryKind
         * @enum {number}
         * @property {number} ENTRY_KIND_UNSPECIFIED=0 ENTRY_KIND_UNSPECIFIED value
         * @property {number} FILE=1 FILE value
         * @property {number} DIRECTORY=2 DIRECTORY value
         * @property {number} SYMLINK=3 SYMLINK value
         * @property {number} HARD_LINK=4 HARD_LINK value
         */
        v1.EntryKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ENTRY_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FILE"] = 1;
            values[valuesById[2] = "DIRECTORY"] = 2;
            values[valuesById[3] = "SYMLINK"] = 3;
            values[valuesById[4] = "HARD_LINK"] = 4;
            return values;
        })();

        /**
         * PackClass enum.
         * @name muniment.v1.PackClass
         * @enum {number}
         * @property {number} PACK_CLASS_UNSPECIFIED=0 PACK_CLASS_UNSPECIFIED value
         * @property {number} DATA=1 DATA value
         * @property {number} MEDIA=2 MEDIA value
         * @property {number} MANIFEST=3 MANIFEST value
         */
        v1.PackClass = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "PACK_CLASS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DATA"] = 1;
            values[valuesById[2] = "MEDIA"] = 2;
            values[valuesById[3] = "MANIFEST"] = 3;
            return values;
        })();

        /**
         * Compression enum.
         * @name muniment.v1.Compression
         * @enum {number}
         * @property {number} COMPRESSION_NONE=0 COMPRESSION_NONE value
         * @property {number} DEFLATE=1 DEFLATE value
         * @property {number} ZSTD=2 ZSTD value
         */
        v1.Compression = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "COMPRESSION_NONE"] = 0;
            values[valuesById[1] = "DEFLATE"] = 1;
            values[valuesById[2] = "ZSTD"] = 2;
            return values;
        })();

        /**
         * Chunker enum.
         * @name muniment.v1.Chunker
         * @enum {number}
         * @property {number} CHUNKER_NONE=0 CHUNKER_NONE value
         * @property {number} FIXED=1 FIXED value
         * @property {number} CONTENT=2 CONTENT value
         * @property {number} RECORD=3 RECORD value
         * @property {number} PAGE=4 PAGE value
         */
        v1.Chunker = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CHUNKER_NONE"] = 0;
            values[valuesById[1] = "FIXED"] = 1;
            values[valuesById[2] = "CONTENT"] = 2;
            values[valuesById[3] = "RECORD"] = 3;
            values[valuesById[4] = "PAGE"] = 4;
            return values;
        })();

        /**
         * MarkKind enum.
         * @name muniment.v1.MarkKind
         * @enum {number}
         * @property {number} MARK_KIND_UNSPECIFIED=0 MARK_KIND_UNSPECIFIED value
         * @property {number} DELETE=1 DELETE value
         * @property {number} DAMAGED=2 DAMAGED value
         */
        v1.MarkKind = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MARK_KIND_UNSPECIFIED"] = 0;
            values[valuesById[1] = "DELETE"] = 1;
            values[valuesById[2] = "DAMAGED"] = 2;
            return values;
        })();

        v1.Head = (function() {

            /**
             * Properties of a Head.
             * @typedef {Object} muniment.v1.Head.$Properties
             * @property {Uint8Array|null} [stable] Head stable
             * @property {number|null} [revision] Head revision
             * @property {muniment.v1.Location.$Properties|null} [root] Head root
             * @property {number|null} [depth] Head depth
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Head.
             * @memberof muniment.v1
             * @interface IHead
             * @augments muniment.v1.Head.$Properties
             * @deprecated Use muniment.v1.Head.$Properties instead.
             */

            /**
             * Shape of a Head.
             * @typedef {muniment.v1.Head.$Properties} muniment.v1.Head.$Shape
             */

            /**
             * Constructs a new Head.
             * @memberof muniment.v1
             * @classdesc Represents a Head.
             * @constructor
             * @param {muniment.v1.Head.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Head = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Head stable.
             * @member {Uint8Array} stable
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.stable = $util.newBuffer([]);

            /**
             * Head revision.
             * @member {number} revision
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.revision = 0;

            /**
             * Head root.
             * @member {muniment.v1.Location.$Properties|null|undefined} root
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.root = null;

            /**
             * Head depth.
             * @member {number} depth
             * @memberof muniment.v1.Head
             * @instance
             */
            Head.prototype.depth = 0;

            /**
             * Encodes the specified Head message. Does not implicitly {@link muniment.v1.Head.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Head
             * @static
             * @param {muniment.v1.Head.$Properties} message Head message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Head.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.stable != null && $Object.hasOwnProperty.call(message, "stable") && message.stable.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.stable);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && message.revision !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.revision);
                if (message.root != null && $Object.hasOwnProperty.call(message, "root"))
                    $root.muniment.v1.Location.encode(message.root, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.depth != null && $Object.hasOwnProperty.call(message, "depth") && message.depth !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.depth);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Head message, length delimited. Does not implicitly {@link muniment.v1.Head.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Head
             * @static
             * @param {muniment.v1.Head.$Properties} message Head message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Head.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Head message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Head
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Head & muniment.v1.Head.$Shape} Head
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Head.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Head();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.stable = value;
                            else
                                delete message.stable;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.root = $root.muniment.v1.Location.decode(reader, reader.size(), $undefined, _depth + 1, message.root);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.depth = value;
                            else
                                delete message.depth;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Head message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Head
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Head & muniment.v1.Head.$Shape} Head
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Head.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Head
             * @function getTypeUrl
             * @memberof muniment.v1.Head
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Head.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Head";
            };

            return Head;
        })();

        v1.HeadStable = (function() {

            /**
             * Properties of a HeadStable.
             * @typedef {Object} muniment.v1.HeadStable.$Properties
             * @property {number|null} [formatVersion] HeadStable formatVersion
             * @property {Array.<number>|null} [criticalFeatures] HeadStable criticalFeatures
             * @property {Uint8Array|null} [archiveId] HeadStable archiveId
             * @property {muniment.v1.HeadKind|null} [kind] HeadStable kind
             * @property {number|Long|null} [sequence] HeadStable sequence
             * @property {Array.<Uint8Array>|null} [parents] HeadStable parents
             * @property {Array.<muniment.v1.DeviceCount.$Properties>|null} [clock] HeadStable clock
             * @property {Array.<Uint8Array>|null} [endorsed] HeadStable endorsed
             * @property {Uint8Array|null} [entriesDigest] HeadStable entriesDigest
             * @property {number|Long|null} [keyringGeneration] HeadStable keyringGeneration
             * @property {Uint8Array|null} [keyringHash] HeadStable keyringHash
             * @property {muniment.v1.Totals.$Properties|null} [totals] HeadStable totals
             * @property {Uint8Array|null} [deviceId] HeadStable deviceId
             * @property {string|null} [deviceName] HeadStable deviceName
             * @property {number|Long|null} [timeMs] HeadStable timeMs
             * @property {Array.<string>|null} [tags] HeadStable tags
             * @property {Array.<muniment.v1.Root.$Properties>|null} [roots] HeadStable roots
             * @property {Uint8Array|null} [replaces] HeadStable replaces
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HeadStable.
             * @memberof muniment.v1
             * @interface IHeadStable
             * @augments muniment.v1.HeadStable.$Properties
             * @deprecated Use muniment.v1.HeadStable.$Properties instead.
             */

            /**
             * Shape of a HeadStable.
             * @typedef {muniment.v1.HeadStable.$Properties} muniment.v1.HeadStable.$Shape
             */

            /**
             * Constructs a new HeadStable.
             * @memberof muniment.v1
             * @classdesc Represents a HeadStable.
             * @constructor
             * @param {muniment.v1.HeadStable.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HeadStable = function (properties) {
                this.criticalFeatures = [];
                this.parents = [];
                this.clock = [];
                this.endorsed = [];
                this.tags = [];
                this.roots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HeadStable formatVersion.
             * @member {number} formatVersion
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.formatVersion = 0;

            /**
             * HeadStable criticalFeatures.
             * @member {Array.<number>} criticalFeatures
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.criticalFeatures = $util.emptyArray;

            /**
             * HeadStable archiveId.
             * @member {Uint8Array} archiveId
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.archiveId = $util.newBuffer([]);

            /**
             * HeadStable kind.
             * @member {muniment.v1.HeadKind} kind
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.kind = 0;

            /**
             * HeadStable sequence.
             * @member {number|Long} sequence
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable parents.
             * @member {Array.<Uint8Array>} parents
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.parents = $util.emptyArray;

            /**
             * HeadStable clock.
             * @member {Array.<muniment.v1.DeviceCount.$Properties>} clock
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.clock = $util.emptyArray;

            /**
             * HeadStable endorsed.
             * @member {Array.<Uint8Array>} endorsed
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.endorsed = $util.emptyArray;

            /**
             * HeadStable entriesDigest.
             * @member {Uint8Array} entriesDigest
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.entriesDigest = $util.newBuffer([]);

            /**
             * HeadStable keyringGeneration.
             * @member {number|Long} keyringGeneration
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.keyringGeneration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable keyringHash.
             * @member {Uint8Array} keyringHash
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.keyringHash = $util.newBuffer([]);

            /**
             * HeadStable totals.
             * @member {muniment.v1.Totals.$Properties|null|undefined} totals
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.totals = null;

            /**
             * HeadStable deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.deviceId = $util.newBuffer([]);

            /**
             * HeadStable deviceName.
             * @member {string} deviceName
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.deviceName = "";

            /**
             * HeadStable timeMs.
             * @member {number|Long} timeMs
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HeadStable tags.
             * @member {Array.<string>} tags
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.tags = $util.emptyArray;

            /**
             * HeadStable roots.
             * @member {Array.<muniment.v1.Root.$Properties>} roots
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.roots = $util.emptyArray;

            /**
             * HeadStable replaces.
             * @member {Uint8Array} replaces
             * @memberof muniment.v1.HeadStable
             * @instance
             */
            HeadStable.prototype.replaces = $util.newBuffer([]);

            /**
             * Encodes the specified HeadStable message. Does not implicitly {@link muniment.v1.HeadStable.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {muniment.v1.HeadStable.$Properties} message HeadStable message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeadStable.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.formatVersion);
                if (message.criticalFeatures != null && message.criticalFeatures.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.criticalFeatures);
                if (message.archiveId != null && $Object.hasOwnProperty.call(message, "archiveId") && message.archiveId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.archiveId);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.kind);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.sequence);
                if (message.parents != null && message.parents.length)
                    for (let i = 0; i < message.parents.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.parents[i]);
                if (message.clock != null && message.clock.length)
                    for (let i = 0; i < message.clock.length; ++i)
                        $root.muniment.v1.DeviceCount.encode(message.clock[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.endorsed != null && message.endorsed.length)
                    for (let i = 0; i < message.endorsed.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.endorsed[i]);
                if (message.entriesDigest != null && $Object.hasOwnProperty.call(message, "entriesDigest") && message.entriesDigest.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.entriesDigest);
                if (message.keyringGeneration != null && $Object.hasOwnProperty.call(message, "keyringGeneration") && (typeof message.keyringGeneration === "object" ? message.keyringGeneration.low || message.keyringGeneration.high : message.keyringGeneration !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.keyringGeneration);
                if (message.keyringHash != null && $Object.hasOwnProperty.call(message, "keyringHash") && message.keyringHash.length)
                    writer.uint32(/* id 11, wireType 2 =*/90).bytes(message.keyringHash);
                if (message.totals != null && $Object.hasOwnProperty.call(message, "totals"))
                    $root.muniment.v1.Totals.encode(message.totals, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).bytes(message.deviceId);
                if (message.deviceName != null && $Object.hasOwnProperty.call(message, "deviceName") && message.deviceName !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.deviceName);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 15, wireType 0 =*/120).uint64(message.timeMs);
                if (message.tags != null && message.tags.length)
                    for (let i = 0; i < message.tags.length; ++i)
                        writer.uint32(/* id 16, wireType 2 =*/130).string(message.tags[i]);
                if (message.roots != null && message.roots.length)
                    for (let i = 0; i < message.roots.length; ++i)
                        $root.muniment.v1.Root.encode(message.roots[i], writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                if (message.replaces != null && $Object.hasOwnProperty.call(message, "replaces") && message.replaces.length)
                    writer.uint32(/* id 18, wireType 2 =*/146).bytes(message.replaces);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified HeadStable message, length delimited. Does not implicitly {@link muniment.v1.HeadStable.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {muniment.v1.HeadStable.$Properties} message HeadStable message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HeadStable.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a HeadStable message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.HeadStable & muniment.v1.HeadStable.$Shape} HeadStable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeadStable.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.HeadStable();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.formatVersion = value;
                            else
                                delete message.formatVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.criticalFeatures && message.criticalFeatures.length))
                                    message.criticalFeatures = [];
                                reader.uint32s(message.criticalFeatures);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.criticalFeatures && message.criticalFeatures.length))
                                message.criticalFeatures = [];
                            message.criticalFeatures.push(reader.uint32());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.archiveId = value;
                            else
                                delete message.archiveId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parents && message.parents.length))
                                message.parents = [];
                            message.parents.push(reader.bytes());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.clock && message.clock.length))
                                message.clock = [];
                            message.clock.push($root.muniment.v1.DeviceCount.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endorsed && message.endorsed.length))
                                message.endorsed = [];
                            message.endorsed.push(reader.bytes());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.entriesDigest = value;
                            else
                                delete message.entriesDigest;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.keyringGeneration = value;
                            else
                                delete message.keyringGeneration;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyringHash = value;
                            else
                                delete message.keyringHash;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.totals = $root.muniment.v1.Totals.decode(reader, reader.size(), $undefined, _depth + 1, message.totals);
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceName = value;
                            else
                                delete message.deviceName;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (!(message.tags && message.tags.length))
                                message.tags = [];
                            message.tags.push(reader.stringVerify());
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (!(message.roots && message.roots.length))
                                message.roots = [];
                            message.roots.push($root.muniment.v1.Root.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.replaces = value;
                            else
                                delete message.replaces;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a HeadStable message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.HeadStable & muniment.v1.HeadStable.$Shape} HeadStable
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HeadStable.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for HeadStable
             * @function getTypeUrl
             * @memberof muniment.v1.HeadStable
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            HeadStable.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.HeadStable";
            };

            return HeadStable;
        })();

        v1.DeviceCount = (function() {

            /**
             * Properties of a DeviceCount.
             * @typedef {Object} muniment.v1.DeviceCount.$Properties
             * @property {Uint8Array|null} [deviceId] DeviceCount deviceId
             * @property {number|Long|null} [count] DeviceCount count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceCount.
             * @memberof muniment.v1
             * @interface IDeviceCount
             * @augments muniment.v1.DeviceCount.$Properties
             * @deprecated Use muniment.v1.DeviceCount.$Properties instead.
             */

            /**
             * Shape of a DeviceCount.
             * @typedef {muniment.v1.DeviceCount.$Properties} muniment.v1.DeviceCount.$Shape
             */

            /**
             * Constructs a new DeviceCount.
             * @memberof muniment.v1
             * @classdesc Represents a DeviceCount.
             * @constructor
             * @param {muniment.v1.DeviceCount.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceCount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceCount deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.DeviceCount
             * @instance
             */
            DeviceCount.prototype.deviceId = $util.newBuffer([]);

            /**
             * DeviceCount count.
             * @member {number|Long} count
             * @memberof muniment.v1.DeviceCount
             * @instance
             */
            DeviceCount.prototype.count = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified DeviceCount message. Does not implicitly {@link muniment.v1.DeviceCount.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {muniment.v1.DeviceCount.$Properties} message DeviceCount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceCount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.deviceId);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && (typeof message.count === "object" ? message.count.low || message.count.high : message.count !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified DeviceCount message, length delimited. Does not implicitly {@link muniment.v1.DeviceCount.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {muniment.v1.DeviceCount.$Properties} message DeviceCount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceCount.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a DeviceCount message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.DeviceCount & muniment.v1.DeviceCount.$Shape} DeviceCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceCount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.DeviceCount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a DeviceCount message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.DeviceCount & muniment.v1.DeviceCount.$Shape} DeviceCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceCount.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for DeviceCount
             * @function getTypeUrl
             * @memberof muniment.v1.DeviceCount
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            DeviceCount.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.DeviceCount";
            };

            return DeviceCount;
        })();

        v1.Totals = (function() {

            /**
             * Properties of a Totals.
             * @typedef {Object} muniment.v1.Totals.$Properties
             * @property {number|Long|null} [files] Totals files
             * @property {number|Long|null} [directories] Totals directories
             * @property {number|Long|null} [others] Totals others
             * @property {number|Long|null} [bytes] Totals bytes
             * @property {number|Long|null} [skipped] Totals skipped
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Totals.
             * @memberof muniment.v1
             * @interface ITotals
             * @augments muniment.v1.Totals.$Properties
             * @deprecated Use muniment.v1.Totals.$Properties instead.
             */

            /**
             * Shape of a Totals.
             * @typedef {muniment.v1.Totals.$Properties} muniment.v1.Totals.$Shape
             */

            /**
             * Constructs a new Totals.
             * @memberof muniment.v1
             * @classdesc Represents a Totals.
             * @constructor
             * @param {muniment.v1.Totals.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Totals = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Totals files.
             * @member {number|Long} files
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.files = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals directories.
             * @member {number|Long} directories
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.directories = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals others.
             * @member {number|Long} others
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.others = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals bytes.
             * @member {number|Long} bytes
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Totals skipped.
             * @member {number|Long} skipped
             * @memberof muniment.v1.Totals
             * @instance
             */
            Totals.prototype.skipped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Totals message. Does not implicitly {@link muniment.v1.Totals.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Totals
             * @static
             * @param {muniment.v1.Totals.$Properties} message Totals message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Totals.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.files != null && $Object.hasOwnProperty.call(message, "files") && (typeof message.files === "object" ? message.files.low || message.files.high : message.files !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.files);
                if (message.directories != null && $Object.hasOwnProperty.call(message, "directories") && (typeof message.directories === "object" ? message.directories.low || message.directories.high : message.directories !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.directories);
                if (message.others != null && $Object.hasOwnProperty.call(message, "others") && (typeof message.others === "object" ? message.others.low || message.others.high : message.others !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.others);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.bytes);
                if (message.skipped != null && $Object.hasOwnProperty.call(message, "skipped") && (typeof message.skipped === "object" ? message.skipped.low || message.skipped.high : message.skipped !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.skipped);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Totals message, length delimited. Does not implicitly {@link muniment.v1.Totals.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Totals
             * @static
             * @param {muniment.v1.Totals.$Properties} message Totals message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Totals.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Totals message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Totals
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Totals & muniment.v1.Totals.$Shape} Totals
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Totals.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Totals();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.files = value;
                            else
                                delete message.files;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.directories = value;
                            else
                                delete message.directories;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.others = value;
                            else
                                delete message.others;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.skipped = value;
                            else
                                delete message.skipped;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Totals message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Totals
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Totals & muniment.v1.Totals.$Shape} Totals
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Totals.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Totals
             * @function getTypeUrl
             * @memberof muniment.v1.Totals
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Totals.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Totals";
            };

            return Totals;
        })();

        v1.Root = (function() {

            /**
             * Properties of a Root.
             * @typedef {Object} muniment.v1.Root.$Properties
             * @property {Uint8Array|null} [name] Root name
             * @property {Uint8Array|null} [source] Root source
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Root.
             * @memberof muniment.v1
             * @interface IRoot
             * @augments muniment.v1.Root.$Properties
             * @deprecated Use muniment.v1.Root.$Properties instead.
             */

            /**
             * Shape of a Root.
             * @typedef {muniment.v1.Root.$Properties} muniment.v1.Root.$Shape
             */

            /**
             * Constructs a new Root.
             * @memberof muniment.v1
             * @classdesc Represents a Root.
             * @constructor
             * @param {muniment.v1.Root.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Root = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Root name.
             * @member {Uint8Array} name
             * @memberof muniment.v1.Root
             * @instance
             */
            Root.prototype.name = $util.newBuffer([]);

            /**
             * Root source.
             * @member {Uint8Array} source
             * @memberof muniment.v1.Root
             * @instance
             */
            Root.prototype.source = $util.newBuffer([]);

            /**
             * Encodes the specified Root message. Does not implicitly {@link muniment.v1.Root.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Root
             * @static
             * @param {muniment.v1.Root.$Properties} message Root message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Root.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.name);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.source);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Root message, length delimited. Does not implicitly {@link muniment.v1.Root.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Root
             * @static
             * @param {muniment.v1.Root.$Properties} message Root message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Root.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Root message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Root
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Root & muniment.v1.Root.$Shape} Root
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Root.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Root();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Root message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Root
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Root & muniment.v1.Root.$Shape} Root
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Root.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Root
             * @function getTypeUrl
             * @memberof muniment.v1.Root
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Root.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Root";
            };

            return Root;
        })();

        v1.Location = (function() {

            /**
             * Properties of a Location.
             * @typedef {Object} muniment.v1.Location.$Properties
             * @property {muniment.v1.Pack.$Properties|null} [pack] Location pack
             * @property {muniment.v1.Block.$Properties|null} [block] Location block
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Location chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Location.
             * @memberof muniment.v1
             * @interface ILocation
             * @augments muniment.v1.Location.$Properties
             * @deprecated Use muniment.v1.Location.$Properties instead.
             */

            /**
             * Shape of a Location.
             * @typedef {muniment.v1.Location.$Properties} muniment.v1.Location.$Shape
             */

            /**
             * Constructs a new Location.
             * @memberof muniment.v1
             * @classdesc Represents a Location.
             * @constructor
             * @param {muniment.v1.Location.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Location = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Location pack.
             * @member {muniment.v1.Pack.$Properties|null|undefined} pack
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.pack = null;

            /**
             * Location block.
             * @member {muniment.v1.Block.$Properties|null|undefined} block
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.block = null;

            /**
             * Location chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Location
             * @instance
             */
            Location.prototype.chunk = null;

            /**
             * Encodes the specified Location message. Does not implicitly {@link muniment.v1.Location.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Location
             * @static
             * @param {muniment.v1.Location.$Properties} message Location message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Location.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pack != null && $Object.hasOwnProperty.call(message, "pack"))
                    $root.muniment.v1.Pack.encode(message.pack, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.block != null && $Object.hasOwnProperty.call(message, "block"))
                    $root.muniment.v1.Block.encode(message.block, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Location message, length delimited. Does not implicitly {@link muniment.v1.Location.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Location
             * @static
             * @param {muniment.v1.Location.$Properties} message Location message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Location.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Location message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Location
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Location & muniment.v1.Location.$Shape} Location
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Location.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Location();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.pack = $root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1, message.pack);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.block = $root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1, message.block);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Location message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Location
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Location & muniment.v1.Location.$Shape} Location
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Location.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Location
             * @function getTypeUrl
             * @memberof muniment.v1.Location
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Location.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Location";
            };

            return Location;
        })();

        v1.Pack = (function() {

            /**
             * Properties of a Pack.
             * @typedef {Object} muniment.v1.Pack.$Properties
             * @property {Uint8Array|null} [packId] Pack packId
             * @property {muniment.v1.PackClass|null} [packClass] Pack packClass
             * @property {number|null} [epoch] Pack epoch
             * @property {number|null} [sizeLog2] Pack sizeLog2
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Pack.
             * @memberof muniment.v1
             * @interface IPack
             * @augments muniment.v1.Pack.$Properties
             * @deprecated Use muniment.v1.Pack.$Properties instead.
             */

            /**
             * Shape of a Pack.
             * @typedef {muniment.v1.Pack.$Properties} muniment.v1.Pack.$Shape
             */

            /**
             * Constructs a new Pack.
             * @memberof muniment.v1
             * @classdesc Represents a Pack.
             * @constructor
             * @param {muniment.v1.Pack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Pack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Pack packId.
             * @member {Uint8Array} packId
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.packId = $util.newBuffer([]);

            /**
             * Pack packClass.
             * @member {muniment.v1.PackClass} packClass
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.packClass = 0;

            /**
             * Pack epoch.
             * @member {number} epoch
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.epoch = 0;

            /**
             * Pack sizeLog2.
             * @member {number} sizeLog2
             * @memberof muniment.v1.Pack
             * @instance
             */
            Pack.prototype.sizeLog2 = 0;

            /**
             * Encodes the specified Pack message. Does not implicitly {@link muniment.v1.Pack.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Pack
             * @static
             * @param {muniment.v1.Pack.$Properties} message Pack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packId != null && $Object.hasOwnProperty.call(message, "packId") && message.packId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.packId);
                if (message.packClass != null && $Object.hasOwnProperty.call(message, "packClass") && message.packClass !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.packClass);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && message.epoch !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.epoch);
                if (message.sizeLog2 != null && $Object.hasOwnProperty.call(message, "sizeLog2") && message.sizeLog2 !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.sizeLog2);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Pack message, length delimited. Does not implicitly {@link muniment.v1.Pack.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Pack
             * @static
             * @param {muniment.v1.Pack.$Properties} message Pack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Pack.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Pack message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Pack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Pack & muniment.v1.Pack.$Shape} Pack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pack.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Pack();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.packId = value;
                            else
                                delete message.packId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.packClass = value;
                            else
                                delete message.packClass;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.sizeLog2 = value;
                            else
                                delete message.sizeLog2;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Pack message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Pack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Pack & muniment.v1.Pack.$Shape} Pack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Pack.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Pack
             * @function getTypeUrl
             * @memberof muniment.v1.Pack
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Pack.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Pack";
            };

            return Pack;
        })();

        v1.Block = (function() {

            /**
             * Properties of a Block.
             * @typedef {Object} muniment.v1.Block.$Properties
             * @property {number|null} [pack] Block pack
             * @property {number|null} [offset] Block offset
             * @property {number|null} [storedLength] Block storedLength
             * @property {number|null} [rawLength] Block rawLength
             * @property {muniment.v1.Compression|null} [compression] Block compression
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Block.
             * @memberof muniment.v1
             * @interface IBlock
             * @augments muniment.v1.Block.$Properties
             * @deprecated Use muniment.v1.Block.$Properties instead.
             */

            /**
             * Shape of a Block.
             * @typedef {muniment.v1.Block.$Properties} muniment.v1.Block.$Shape
             */

            /**
             * Constructs a new Block.
             * @memberof muniment.v1
             * @classdesc Represents a Block.
             * @constructor
             * @param {muniment.v1.Block.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Block = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Block pack.
             * @member {number} pack
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.pack = 0;

            /**
             * Block offset.
             * @member {number} offset
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.offset = 0;

            /**
             * Block storedLength.
             * @member {number} storedLength
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.storedLength = 0;

            /**
             * Block rawLength.
             * @member {number} rawLength
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.rawLength = 0;

            /**
             * Block compression.
             * @member {muniment.v1.Compression} compression
             * @memberof muniment.v1.Block
             * @instance
             */
            Block.prototype.compression = 0;

            /**
             * Encodes the specified Block message. Does not implicitly {@link muniment.v1.Block.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Block
             * @static
             * @param {muniment.v1.Block.$Properties} message Block message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Block.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.pack != null && $Object.hasOwnProperty.call(message, "pack") && message.pack !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.pack);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
                if (message.storedLength != null && $Object.hasOwnProperty.call(message, "storedLength") && message.storedLength !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.storedLength);
                if (message.rawLength != null && $Object.hasOwnProperty.call(message, "rawLength") && message.rawLength !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.rawLength);
                if (message.compression != null && $Object.hasOwnProperty.call(message, "compression") && message.compression !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.compression);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Block message, length delimited. Does not implicitly {@link muniment.v1.Block.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Block
             * @static
             * @param {muniment.v1.Block.$Properties} message Block message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Block.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Block message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Block
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Block & muniment.v1.Block.$Shape} Block
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Block.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Block();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pack = value;
                            else
                                delete message.pack;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.storedLength = value;
                            else
                                delete message.storedLength;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rawLength = value;
                            else
                                delete message.rawLength;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.compression = value;
                            else
                                delete message.compression;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Block message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Block
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Block & muniment.v1.Block.$Shape} Block
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Block.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Block
             * @function getTypeUrl
             * @memberof muniment.v1.Block
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Block.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Block";
            };

            return Block;
        })();

        v1.ChunkRef = (function() {

            /**
             * Properties of a ChunkRef.
             * @typedef {Object} muniment.v1.ChunkRef.$Properties
             * @property {number|null} [block] ChunkRef block
             * @property {number|null} [offset] ChunkRef offset
             * @property {number|null} [length] ChunkRef length
             * @property {Uint8Array|null} [id] ChunkRef id
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChunkRef.
             * @memberof muniment.v1
             * @interface IChunkRef
             * @augments muniment.v1.ChunkRef.$Properties
             * @deprecated Use muniment.v1.ChunkRef.$Properties instead.
             */

            /**
             * Shape of a ChunkRef.
             * @typedef {muniment.v1.ChunkRef.$Properties} muniment.v1.ChunkRef.$Shape
             */

            /**
             * Constructs a new ChunkRef.
             * @memberof muniment.v1
             * @classdesc Represents a ChunkRef.
             * @constructor
             * @param {muniment.v1.ChunkRef.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChunkRef = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChunkRef block.
             * @member {number} block
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.block = 0;

            /**
             * ChunkRef offset.
             * @member {number} offset
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.offset = 0;

            /**
             * ChunkRef length.
             * @member {number} length
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.length = 0;

            /**
             * ChunkRef id.
             * @member {Uint8Array} id
             * @memberof muniment.v1.ChunkRef
             * @instance
             */
            ChunkRef.prototype.id = $util.newBuffer([]);

            /**
             * Encodes the specified ChunkRef message. Does not implicitly {@link muniment.v1.ChunkRef.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {muniment.v1.ChunkRef.$Properties} message ChunkRef message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChunkRef.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.block != null && $Object.hasOwnProperty.call(message, "block") && message.block !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.block);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && message.offset !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.offset);
                if (message.length != null && $Object.hasOwnProperty.call(message, "length") && message.length !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.length);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ChunkRef message, length delimited. Does not implicitly {@link muniment.v1.ChunkRef.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {muniment.v1.ChunkRef.$Properties} message ChunkRef message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChunkRef.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ChunkRef message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ChunkRef & muniment.v1.ChunkRef.$Shape} ChunkRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChunkRef.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ChunkRef();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.block = value;
                            else
                                delete message.block;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.length = value;
                            else
                                delete message.length;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ChunkRef message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ChunkRef & muniment.v1.ChunkRef.$Shape} ChunkRef
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChunkRef.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ChunkRef
             * @function getTypeUrl
             * @memberof muniment.v1.ChunkRef
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ChunkRef.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ChunkRef";
            };

            return ChunkRef;
        })();

        v1.ManifestNode = (function() {

            /**
             * Properties of a ManifestNode.
             * @typedef {Object} muniment.v1.ManifestNode.$Properties
             * @property {Array.<muniment.v1.Pack.$Properties>|null} [packs] ManifestNode packs
             * @property {Array.<muniment.v1.Block.$Properties>|null} [blocks] ManifestNode blocks
             * @property {Array.<muniment.v1.Record.$Properties>|null} [records] ManifestNode records
             * @property {Array.<muniment.v1.Child.$Properties>|null} [children] ManifestNode children
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ManifestNode.
             * @memberof muniment.v1
             * @interface IManifestNode
             * @augments muniment.v1.ManifestNode.$Properties
             * @deprecated Use muniment.v1.ManifestNode.$Properties instead.
             */

            /**
             * Shape of a ManifestNode.
             * @typedef {muniment.v1.ManifestNode.$Properties} muniment.v1.ManifestNode.$Shape
             */

            /**
             * Constructs a new ManifestNode.
             * @memberof muniment.v1
             * @classdesc Represents a ManifestNode.
             * @constructor
             * @param {muniment.v1.ManifestNode.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ManifestNode = function (properties) {
                this.packs = [];
                this.blocks = [];
                this.records = [];
                this.children = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ManifestNode packs.
             * @member {Array.<muniment.v1.Pack.$Properties>} packs
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.packs = $util.emptyArray;

            /**
             * ManifestNode blocks.
             * @member {Array.<muniment.v1.Block.$Properties>} blocks
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.blocks = $util.emptyArray;

            /**
             * ManifestNode records.
             * @member {Array.<muniment.v1.Record.$Properties>} records
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.records = $util.emptyArray;

            /**
             * ManifestNode children.
             * @member {Array.<muniment.v1.Child.$Properties>} children
             * @memberof muniment.v1.ManifestNode
             * @instance
             */
            ManifestNode.prototype.children = $util.emptyArray;

            /**
             * Encodes the specified ManifestNode message. Does not implicitly {@link muniment.v1.ManifestNode.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {muniment.v1.ManifestNode.$Properties} message ManifestNode message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ManifestNode.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packs != null && message.packs.length)
                    for (let i = 0; i < message.packs.length; ++i)
                        $root.muniment.v1.Pack.encode(message.packs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.blocks != null && message.blocks.length)
                    for (let i = 0; i < message.blocks.length; ++i)
                        $root.muniment.v1.Block.encode(message.blocks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.records != null && message.records.length)
                    for (let i = 0; i < message.records.length; ++i)
                        $root.muniment.v1.Record.encode(message.records[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.children != null && message.children.length)
                    for (let i = 0; i < message.children.length; ++i)
                        $root.muniment.v1.Child.encode(message.children[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ManifestNode message, length delimited. Does not implicitly {@link muniment.v1.ManifestNode.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {muniment.v1.ManifestNode.$Properties} message ManifestNode message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ManifestNode.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a ManifestNode message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ManifestNode & muniment.v1.ManifestNode.$Shape} ManifestNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ManifestNode.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ManifestNode();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packs && message.packs.length))
                                message.packs = [];
                            message.packs.push($root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.blocks && message.blocks.length))
                                message.blocks = [];
                            message.blocks.push($root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.records && message.records.length))
                                message.records = [];
                            message.records.push($root.muniment.v1.Record.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.children && message.children.length))
                                message.children = [];
                            message.children.push($root.muniment.v1.Child.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a ManifestNode message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ManifestNode & muniment.v1.ManifestNode.$Shape} ManifestNode
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ManifestNode.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ManifestNode
             * @function getTypeUrl
             * @memberof muniment.v1.ManifestNode
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ManifestNode.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ManifestNode";
            };

            return ManifestNode;
        })();

        v1.Child = (function() {

            /**
             * Properties of a Child.
             * @typedef {Object} muniment.v1.Child.$Properties
             * @property {Uint8Array|null} [lastPath] Child lastPath
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Child chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Child.
             * @memberof muniment.v1
             * @interface IChild
             * @augments muniment.v1.Child.$Properties
             * @deprecated Use muniment.v1.Child.$Properties instead.
             */

            /**
             * Shape of a Child.
             * @typedef {muniment.v1.Child.$Properties} muniment.v1.Child.$Shape
             */

            /**
             * Constructs a new Child.
             * @memberof muniment.v1
             * @classdesc Represents a Child.
             * @constructor
             * @param {muniment.v1.Child.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Child = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Child lastPath.
             * @member {Uint8Array} lastPath
             * @memberof muniment.v1.Child
             * @instance
             */
            Child.prototype.lastPath = $util.newBuffer([]);

            /**
             * Child chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Child
             * @instance
             */
            Child.prototype.chunk = null;

            /**
             * Encodes the specified Child message. Does not implicitly {@link muniment.v1.Child.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Child
             * @static
             * @param {muniment.v1.Child.$Properties} message Child message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Child.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.lastPath != null && $Object.hasOwnProperty.call(message, "lastPath") && message.lastPath.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.lastPath);
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Child message, length delimited. Does not implicitly {@link muniment.v1.Child.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Child
             * @static
             * @param {muniment.v1.Child.$Properties} message Child message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Child.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Child message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Child
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Child & muniment.v1.Child.$Shape} Child
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Child.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Child();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.lastPath = value;
                            else
                                delete message.lastPath;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Child message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Child
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Child & muniment.v1.Child.$Shape} Child
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Child.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Child
             * @function getTypeUrl
             * @memberof muniment.v1.Child
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Child.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Child";
            };

            return Child;
        })();

        v1.Record = (function() {

            /**
             * Properties of a Record.
             * @typedef {Object} muniment.v1.Record.$Properties
             * @property {Uint8Array|null} [entry] Record entry
             * @property {Array.<muniment.v1.Extent.$Properties>|null} [extents] Record extents
             * @property {Array.<muniment.v1.ChunkRef.$Properties>|null} [lists] Record lists
             * @property {muniment.v1.Chunker|null} [chunker] Record chunker
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Record.
             * @memberof muniment.v1
             * @interface IRecord
             * @augments muniment.v1.Record.$Properties
             * @deprecated Use muniment.v1.Record.$Properties instead.
             */

            /**
             * Shape of a Record.
             * @typedef {muniment.v1.Record.$Properties} muniment.v1.Record.$Shape
             */

            /**
             * Constructs a new Record.
             * @memberof muniment.v1
             * @classdesc Represents a Record.
             * @constructor
             * @param {muniment.v1.Record.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Record = function (properties) {
                this.extents = [];
                this.lists = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Record entry.
             * @member {Uint8Array} entry
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.entry = $util.newBuffer([]);

            /**
             * Record extents.
             * @member {Array.<muniment.v1.Extent.$Properties>} extents
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.extents = $util.emptyArray;

            /**
             * Record lists.
             * @member {Array.<muniment.v1.ChunkRef.$Properties>} lists
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.lists = $util.emptyArray;

            /**
             * Record chunker.
             * @member {muniment.v1.Chunker} chunker
             * @memberof muniment.v1.Record
             * @instance
             */
            Record.prototype.chunker = 0;

            /**
             * Encodes the specified Record message. Does not implicitly {@link muniment.v1.Record.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Record
             * @static
             * @param {muniment.v1.Record.$Properties} message Record message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Record.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.entry != null && $Object.hasOwnProperty.call(message, "entry") && message.entry.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.entry);
                if (message.extents != null && message.extents.length)
                    for (let i = 0; i < message.extents.length; ++i)
                        $root.muniment.v1.Extent.encode(message.extents[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.lists != null && message.lists.length)
                    for (let i = 0; i < message.lists.length; ++i)
                        $root.muniment.v1.ChunkRef.encode(message.lists[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.chunker != null && $Object.hasOwnProperty.call(message, "chunker") && message.chunker !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.chunker);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Record message, length delimited. Does not implicitly {@link muniment.v1.Record.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Record
             * @static
             * @param {muniment.v1.Record.$Properties} message Record message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Record.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Record message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Record
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Record & muniment.v1.Record.$Shape} Record
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Record.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Record();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.entry = value;
                            else
                                delete message.entry;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.extents && message.extents.length))
                                message.extents = [];
                            message.extents.push($root.muniment.v1.Extent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lists && message.lists.length))
                                message.lists = [];
                            message.lists.push($root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.chunker = value;
                            else
                                delete message.chunker;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Record message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Record
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Record & muniment.v1.Record.$Shape} Record
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Record.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Record
             * @function getTypeUrl
             * @memberof muniment.v1.Record
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Record.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Record";
            };

            return Record;
        })();

        v1.Entry = (function() {

            /**
             * Properties of an Entry.
             * @typedef {Object} muniment.v1.Entry.$Properties
             * @property {Uint8Array|null} [path] Entry path
             * @property {muniment.v1.EntryKind|null} [kind] Entry kind
             * @property {number|null} [mode] Entry mode
             * @property {number|Long|null} [mtimeNs] Entry mtimeNs
             * @property {number|Long|null} [size] Entry size
             * @property {number|null} [uid] Entry uid
             * @property {number|null} [gid] Entry gid
             * @property {Uint8Array|null} [target] Entry target
             * @property {Uint8Array|null} [contentDigest] Entry contentDigest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Entry.
             * @memberof muniment.v1
             * @interface IEntry
             * @augments muniment.v1.Entry.$Properties
             * @deprecated Use muniment.v1.Entry.$Properties instead.
             */

            /**
             * Shape of an Entry.
             * @typedef {muniment.v1.Entry.$Properties} muniment.v1.Entry.$Shape
             */

            /**
             * Constructs a new Entry.
             * @memberof muniment.v1
             * @classdesc Represents an Entry.
             * @constructor
             * @param {muniment.v1.Entry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Entry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Entry path.
             * @member {Uint8Array} path
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.path = $util.newBuffer([]);

            /**
             * Entry kind.
             * @member {muniment.v1.EntryKind} kind
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.kind = 0;

            /**
             * Entry mode.
             * @member {number} mode
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.mode = 0;

            /**
             * Entry mtimeNs.
             * @member {number|Long} mtimeNs
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.mtimeNs = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Entry size.
             * @member {number|Long} size
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.size = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Entry uid.
             * @member {number} uid
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.uid = 0;

            /**
             * Entry gid.
             * @member {number} gid
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.gid = 0;

            /**
             * Entry target.
             * @member {Uint8Array} target
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.target = $util.newBuffer([]);

            /**
             * Entry contentDigest.
             * @member {Uint8Array} contentDigest
             * @memberof muniment.v1.Entry
             * @instance
             */
            Entry.prototype.contentDigest = $util.newBuffer([]);

            /**
             * Encodes the specified Entry message. Does not implicitly {@link muniment.v1.Entry.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Entry
             * @static
             * @param {muniment.v1.Entry.$Properties} message Entry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Entry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.kind);
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.mode);
                if (message.mtimeNs != null && $Object.hasOwnProperty.call(message, "mtimeNs") && (typeof message.mtimeNs === "object" ? message.mtimeNs.low || message.mtimeNs.high : message.mtimeNs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).sint64(message.mtimeNs);
                if (message.size != null && $Object.hasOwnProperty.call(message, "size") && (typeof message.size === "object" ? message.size.low || message.size.high : message.size !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.size);
                if (message.uid != null && $Object.hasOwnProperty.call(message, "uid") && message.uid !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.uid);
                if (message.gid != null && $Object.hasOwnProperty.call(message, "gid") && message.gid !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.gid);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.target);
                if (message.contentDigest != null && $Object.hasOwnProperty.call(message, "contentDigest") && message.contentDigest.length)
                    writer.uint32(/* id 9, wireType 2 =*/74).bytes(message.contentDigest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Entry message, length delimited. Does not implicitly {@link muniment.v1.Entry.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Entry
             * @static
             * @param {muniment.v1.Entry.$Properties} message Entry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Entry.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Entry message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Entry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Entry & muniment.v1.Entry.$Shape} Entry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Entry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Entry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.mtimeNs = value;
                            else
                                delete message.mtimeNs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.size = value;
                            else
                                delete message.size;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.uid = value;
                            else
                                delete message.uid;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.gid = value;
                            else
                                delete message.gid;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.contentDigest = value;
                            else
                                delete message.contentDigest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Entry message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Entry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Entry & muniment.v1.Entry.$Shape} Entry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Entry.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Entry
             * @function getTypeUrl
             * @memberof muniment.v1.Entry
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Entry.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Entry";
            };

            return Entry;
        })();

        v1.Extent = (function() {

            /**
             * Properties of an Extent.
             * @typedef {Object} muniment.v1.Extent.$Properties
             * @property {number|Long|null} [hole] Extent hole
             * @property {muniment.v1.ChunkRef.$Properties|null} [chunk] Extent chunk
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Extent.
             * @memberof muniment.v1
             * @interface IExtent
             * @augments muniment.v1.Extent.$Properties
             * @deprecated Use muniment.v1.Extent.$Properties instead.
             */

            /**
             * Shape of an Extent.
             * @typedef {muniment.v1.Extent.$Properties} muniment.v1.Extent.$Shape
             */

            /**
             * Constructs a new Extent.
             * @memberof muniment.v1
             * @classdesc Represents an Extent.
             * @constructor
             * @param {muniment.v1.Extent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Extent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Extent hole.
             * @member {number|Long} hole
             * @memberof muniment.v1.Extent
             * @instance
             */
            Extent.prototype.hole = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Extent chunk.
             * @member {muniment.v1.ChunkRef.$Properties|null|undefined} chunk
             * @memberof muniment.v1.Extent
             * @instance
             */
            Extent.prototype.chunk = null;

            /**
             * Encodes the specified Extent message. Does not implicitly {@link muniment.v1.Extent.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Extent
             * @static
             * @param {muniment.v1.Extent.$Properties} message Extent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Extent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hole != null && $Object.hasOwnProperty.call(message, "hole") && (typeof message.hole === "object" ? message.hole.low || message.hole.high : message.hole !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.hole);
                if (message.chunk != null && $Object.hasOwnProperty.call(message, "chunk"))
                    $root.muniment.v1.ChunkRef.encode(message.chunk, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Extent message, length delimited. Does not implicitly {@link muniment.v1.Extent.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Extent
             * @static
             * @param {muniment.v1.Extent.$Properties} message Extent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Extent.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Extent message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Extent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Extent & muniment.v1.Extent.$Shape} Extent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Extent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Extent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hole = value;
                            else
                                delete message.hole;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.chunk = $root.muniment.v1.ChunkRef.decode(reader, reader.size(), $undefined, _depth + 1, message.chunk);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Extent message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Extent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Extent & muniment.v1.Extent.$Shape} Extent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Extent.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Extent
             * @function getTypeUrl
             * @memberof muniment.v1.Extent
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Extent.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Extent";
            };

            return Extent;
        })();

        v1.ExtentList = (function() {

            /**
             * Properties of an ExtentList.
             * @typedef {Object} muniment.v1.ExtentList.$Properties
             * @property {Array.<muniment.v1.Pack.$Properties>|null} [packs] ExtentList packs
             * @property {Array.<muniment.v1.Block.$Properties>|null} [blocks] ExtentList blocks
             * @property {Array.<muniment.v1.Extent.$Properties>|null} [extents] ExtentList extents
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ExtentList.
             * @memberof muniment.v1
             * @interface IExtentList
             * @augments muniment.v1.ExtentList.$Properties
             * @deprecated Use muniment.v1.ExtentList.$Properties instead.
             */

            /**
             * Shape of an ExtentList.
             * @typedef {muniment.v1.ExtentList.$Properties} muniment.v1.ExtentList.$Shape
             */

            /**
             * Constructs a new ExtentList.
             * @memberof muniment.v1
             * @classdesc Represents an ExtentList.
             * @constructor
             * @param {muniment.v1.ExtentList.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ExtentList = function (properties) {
                this.packs = [];
                this.blocks = [];
                this.extents = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ExtentList packs.
             * @member {Array.<muniment.v1.Pack.$Properties>} packs
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.packs = $util.emptyArray;

            /**
             * ExtentList blocks.
             * @member {Array.<muniment.v1.Block.$Properties>} blocks
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.blocks = $util.emptyArray;

            /**
             * ExtentList extents.
             * @member {Array.<muniment.v1.Extent.$Properties>} extents
             * @memberof muniment.v1.ExtentList
             * @instance
             */
            ExtentList.prototype.extents = $util.emptyArray;

            /**
             * Encodes the specified ExtentList message. Does not implicitly {@link muniment.v1.ExtentList.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {muniment.v1.ExtentList.$Properties} message ExtentList message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ExtentList.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.packs != null && message.packs.length)
                    for (let i = 0; i < message.packs.length; ++i)
                        $root.muniment.v1.Pack.encode(message.packs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.blocks != null && message.blocks.length)
                    for (let i = 0; i < message.blocks.length; ++i)
                        $root.muniment.v1.Block.encode(message.blocks[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.extents != null && message.extents.length)
                    for (let i = 0; i < message.extents.length; ++i)
                        $root.muniment.v1.Extent.encode(message.extents[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified ExtentList message, length delimited. Does not implicitly {@link muniment.v1.ExtentList.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {muniment.v1.ExtentList.$Properties} message ExtentList message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ExtentList.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an ExtentList message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.ExtentList & muniment.v1.ExtentList.$Shape} ExtentList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ExtentList.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.ExtentList();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packs && message.packs.length))
                                message.packs = [];
                            message.packs.push($root.muniment.v1.Pack.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.blocks && message.blocks.length))
                                message.blocks = [];
                            message.blocks.push($root.muniment.v1.Block.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.extents && message.extents.length))
                                message.extents = [];
                            message.extents.push($root.muniment.v1.Extent.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an ExtentList message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.ExtentList & muniment.v1.ExtentList.$Shape} ExtentList
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ExtentList.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for ExtentList
             * @function getTypeUrl
             * @memberof muniment.v1.ExtentList
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            ExtentList.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.ExtentList";
            };

            return ExtentList;
        })();

        v1.Mark = (function() {

            /**
             * Properties of a Mark.
             * @typedef {Object} muniment.v1.Mark.$Properties
             * @property {muniment.v1.MarkKind|null} [kind] Mark kind
             * @property {number|Long|null} [createdMs] Mark createdMs
             * @property {Uint8Array|null} [deviceId] Mark deviceId
             * @property {Array.<Uint8Array>|null} [packIds] Mark packIds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Mark.
             * @memberof muniment.v1
             * @interface IMark
             * @augments muniment.v1.Mark.$Properties
             * @deprecated Use muniment.v1.Mark.$Properties instead.
             */

            /**
             * Shape of a Mark.
             * @typedef {muniment.v1.Mark.$Properties} muniment.v1.Mark.$Shape
             */

            /**
             * Constructs a new Mark.
             * @memberof muniment.v1
             * @classdesc Represents a Mark.
             * @constructor
             * @param {muniment.v1.Mark.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Mark = function (properties) {
                this.packIds = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Mark kind.
             * @member {muniment.v1.MarkKind} kind
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.kind = 0;

            /**
             * Mark createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Mark deviceId.
             * @member {Uint8Array} deviceId
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.deviceId = $util.newBuffer([]);

            /**
             * Mark packIds.
             * @member {Array.<Uint8Array>} packIds
             * @memberof muniment.v1.Mark
             * @instance
             */
            Mark.prototype.packIds = $util.emptyArray;

            /**
             * Encodes the specified Mark message. Does not implicitly {@link muniment.v1.Mark.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Mark
             * @static
             * @param {muniment.v1.Mark.$Properties} message Mark message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mark.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.kind);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.createdMs);
                if (message.deviceId != null && $Object.hasOwnProperty.call(message, "deviceId") && message.deviceId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.deviceId);
                if (message.packIds != null && message.packIds.length)
                    for (let i = 0; i < message.packIds.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.packIds[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Mark message, length delimited. Does not implicitly {@link muniment.v1.Mark.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Mark
             * @static
             * @param {muniment.v1.Mark.$Properties} message Mark message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mark.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Mark message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Mark
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Mark & muniment.v1.Mark.$Shape} Mark
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mark.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Mark();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.deviceId = value;
                            else
                                delete message.deviceId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packIds && message.packIds.length))
                                message.packIds = [];
                            message.packIds.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Mark message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Mark
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Mark & muniment.v1.Mark.$Shape} Mark
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mark.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Mark
             * @function getTypeUrl
             * @memberof muniment.v1.Mark
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Mark.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Mark";
            };

            return Mark;
        })();

        /**
         * MethodType enum.
         * @name muniment.v1.MethodType
         * @enum {number}
         * @property {number} METHOD_TYPE_UNSPECIFIED=0 METHOD_TYPE_UNSPECIFIED value
         * @property {number} RECOVERY_KEY=1 RECOVERY_KEY value
         * @property {number} VAULT=2 VAULT value
         * @property {number} PASSKEY=3 PASSKEY value
         * @property {number} DEVICE=4 DEVICE value
         */
        v1.MethodType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "METHOD_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RECOVERY_KEY"] = 1;
            values[valuesById[2] = "VAULT"] = 2;
            values[valuesById[3] = "PASSKEY"] = 3;
            values[valuesById[4] = "DEVICE"] = 4;
            return values;
        })();

        v1.KeyringPublic = (function() {

            /**
             * Properties of a KeyringPublic.
             * @typedef {Object} muniment.v1.KeyringPublic.$Properties
             * @property {Array.<number>|null} [criticalFeatures] KeyringPublic criticalFeatures
             * @property {Uint8Array|null} [archiveId] KeyringPublic archiveId
             * @property {number|Long|null} [generation] KeyringPublic generation
             * @property {Uint8Array|null} [keyringId] KeyringPublic keyringId
             * @property {Array.<Uint8Array>|null} [parents] KeyringPublic parents
             * @property {Array.<muniment.v1.Slot.$Properties>|null} [slots] KeyringPublic slots
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a KeyringPublic.
             * @memberof muniment.v1
             * @interface IKeyringPublic
             * @augments muniment.v1.KeyringPublic.$Properties
             * @deprecated Use muniment.v1.KeyringPublic.$Properties instead.
             */

            /**
             * Shape of a KeyringPublic.
             * @typedef {muniment.v1.KeyringPublic.$Properties} muniment.v1.KeyringPublic.$Shape
             */

            /**
             * Constructs a new KeyringPublic.
             * @memberof muniment.v1
             * @classdesc Represents a KeyringPublic.
             * @constructor
             * @param {muniment.v1.KeyringPublic.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const KeyringPublic = function (properties) {
                this.criticalFeatures = [];
                this.parents = [];
                this.slots = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * KeyringPublic criticalFeatures.
             * @member {Array.<number>} criticalFeatures
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.criticalFeatures = $util.emptyArray;

            /**
             * KeyringPublic archiveId.
             * @member {Uint8Array} archiveId
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.archiveId = $util.newBuffer([]);

            /**
             * KeyringPublic generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * KeyringPublic keyringId.
             * @member {Uint8Array} keyringId
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.keyringId = $util.newBuffer([]);

            /**
             * KeyringPublic parents.
             * @member {Array.<Uint8Array>} parents
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.parents = $util.emptyArray;

            /**
             * KeyringPublic slots.
             * @member {Array.<muniment.v1.Slot.$Properties>} slots
             * @memberof muniment.v1.KeyringPublic
             * @instance
             */
            KeyringPublic.prototype.slots = $util.emptyArray;

            /**
             * Encodes the specified KeyringPublic message. Does not implicitly {@link muniment.v1.KeyringPublic.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {muniment.v1.KeyringPublic.$Properties} message KeyringPublic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringPublic.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.criticalFeatures != null && message.criticalFeatures.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).uint32s(message.criticalFeatures);
                if (message.archiveId != null && $Object.hasOwnProperty.call(message, "archiveId") && message.archiveId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.archiveId);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.generation);
                if (message.keyringId != null && $Object.hasOwnProperty.call(message, "keyringId") && message.keyringId.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.keyringId);
                if (message.parents != null && message.parents.length)
                    for (let i = 0; i < message.parents.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.parents[i]);
                if (message.slots != null && message.slots.length)
                    for (let i = 0; i < message.slots.length; ++i)
                        $root.muniment.v1.Slot.encode(message.slots[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified KeyringPublic message, length delimited. Does not implicitly {@link muniment.v1.KeyringPublic.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {muniment.v1.KeyringPublic.$Properties} message KeyringPublic message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringPublic.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a KeyringPublic message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.KeyringPublic & muniment.v1.KeyringPublic.$Shape} KeyringPublic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringPublic.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.KeyringPublic();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType === 2) {
                                if (!(message.criticalFeatures && message.criticalFeatures.length))
                                    message.criticalFeatures = [];
                                reader.uint32s(message.criticalFeatures);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.criticalFeatures && message.criticalFeatures.length))
                                message.criticalFeatures = [];
                            message.criticalFeatures.push(reader.uint32());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.archiveId = value;
                            else
                                delete message.archiveId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyringId = value;
                            else
                                delete message.keyringId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.parents && message.parents.length))
                                message.parents = [];
                            message.parents.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.slots && message.slots.length))
                                message.slots = [];
                            message.slots.push($root.muniment.v1.Slot.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a KeyringPublic message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.KeyringPublic & muniment.v1.KeyringPublic.$Shape} KeyringPublic
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringPublic.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for KeyringPublic
             * @function getTypeUrl
             * @memberof muniment.v1.KeyringPublic
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            KeyringPublic.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.KeyringPublic";
            };

            return KeyringPublic;
        })();

        v1.Slot = (function() {

            /**
             * Properties of a Slot.
             * @typedef {Object} muniment.v1.Slot.$Properties
             * @property {Uint8Array|null} [methodId] Slot methodId
             * @property {muniment.v1.MethodType|null} [type] Slot type
             * @property {Uint8Array|null} [salt] Slot salt
             * @property {string|null} [keyId] Slot keyId
             * @property {Uint8Array|null} [sealedRootKey] Slot sealedRootKey
             * @property {muniment.v1.VaultLocator.$Properties|null} [vault] Slot vault
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Slot.
             * @memberof muniment.v1
             * @interface ISlot
             * @augments muniment.v1.Slot.$Properties
             * @deprecated Use muniment.v1.Slot.$Properties instead.
             */

            /**
             * Shape of a Slot.
             * @typedef {muniment.v1.Slot.$Properties} muniment.v1.Slot.$Shape
             */

            /**
             * Constructs a new Slot.
             * @memberof muniment.v1
             * @classdesc Represents a Slot.
             * @constructor
             * @param {muniment.v1.Slot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Slot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Slot methodId.
             * @member {Uint8Array} methodId
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.methodId = $util.newBuffer([]);

            /**
             * Slot type.
             * @member {muniment.v1.MethodType} type
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.type = 0;

            /**
             * Slot salt.
             * @member {Uint8Array} salt
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.salt = $util.newBuffer([]);

            /**
             * Slot keyId.
             * @member {string} keyId
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.keyId = "";

            /**
             * Slot sealedRootKey.
             * @member {Uint8Array} sealedRootKey
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.sealedRootKey = $util.newBuffer([]);

            /**
             * Slot vault.
             * @member {muniment.v1.VaultLocator.$Properties|null|undefined} vault
             * @memberof muniment.v1.Slot
             * @instance
             */
            Slot.prototype.vault = null;

            /**
             * Encodes the specified Slot message. Does not implicitly {@link muniment.v1.Slot.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Slot
             * @static
             * @param {muniment.v1.Slot.$Properties} message Slot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Slot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.methodId != null && $Object.hasOwnProperty.call(message, "methodId") && message.methodId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.methodId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.salt != null && $Object.hasOwnProperty.call(message, "salt") && message.salt.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.salt);
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.keyId);
                if (message.sealedRootKey != null && $Object.hasOwnProperty.call(message, "sealedRootKey") && message.sealedRootKey.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.sealedRootKey);
                if (message.vault != null && $Object.hasOwnProperty.call(message, "vault"))
                    $root.muniment.v1.VaultLocator.encode(message.vault, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Slot message, length delimited. Does not implicitly {@link muniment.v1.Slot.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Slot
             * @static
             * @param {muniment.v1.Slot.$Properties} message Slot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Slot.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Slot message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Slot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Slot & muniment.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Slot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Slot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.methodId = value;
                            else
                                delete message.methodId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.salt = value;
                            else
                                delete message.salt;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sealedRootKey = value;
                            else
                                delete message.sealedRootKey;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.vault = $root.muniment.v1.VaultLocator.decode(reader, reader.size(), $undefined, _depth + 1, message.vault);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Slot message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Slot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Slot & muniment.v1.Slot.$Shape} Slot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Slot.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Slot
             * @function getTypeUrl
             * @memberof muniment.v1.Slot
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Slot.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Slot";
            };

            return Slot;
        })();

        v1.VaultLocator = (function() {

            /**
             * Properties of a VaultLocator.
             * @typedef {Object} muniment.v1.VaultLocator.$Properties
             * @property {string|null} [url] VaultLocator url
             * @property {Uint8Array|null} [realmId] VaultLocator realmId
             * @property {string|null} [issuer] VaultLocator issuer
             * @property {string|null} [subject] VaultLocator subject
             * @property {number|Long|null} [generation] VaultLocator generation
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultLocator.
             * @memberof muniment.v1
             * @interface IVaultLocator
             * @augments muniment.v1.VaultLocator.$Properties
             * @deprecated Use muniment.v1.VaultLocator.$Properties instead.
             */

            /**
             * Shape of a VaultLocator.
             * @typedef {muniment.v1.VaultLocator.$Properties} muniment.v1.VaultLocator.$Shape
             */

            /**
             * Constructs a new VaultLocator.
             * @memberof muniment.v1
             * @classdesc Represents a VaultLocator.
             * @constructor
             * @param {muniment.v1.VaultLocator.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultLocator = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultLocator url.
             * @member {string} url
             * @memberof muniment.v1.VaultLocator
             * @instance
             */
            VaultLocator.prototype.url = "";

            /**
             * VaultLocator realmId.
             * @member {Uint8Array} realmId
             * @memberof muniment.v1.VaultLocator
             * @instance
             */
            VaultLocator.prototype.realmId = $util.newBuffer([]);

            /**
             * VaultLocator issuer.
             * @member {string} issuer
             * @memberof muniment.v1.VaultLocator
             * @instance
             */
            VaultLocator.prototype.issuer = "";

            /**
             * VaultLocator subject.
             * @member {string} subject
             * @memberof muniment.v1.VaultLocator
             * @instance
             */
            VaultLocator.prototype.subject = "";

            /**
             * VaultLocator generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultLocator
             * @instance
             */
            VaultLocator.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified VaultLocator message. Does not implicitly {@link muniment.v1.VaultLocator.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultLocator
             * @static
             * @param {muniment.v1.VaultLocator.$Properties} message VaultLocator message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultLocator.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.url);
                if (message.realmId != null && $Object.hasOwnProperty.call(message, "realmId") && message.realmId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.realmId);
                if (message.issuer != null && $Object.hasOwnProperty.call(message, "issuer") && message.issuer !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.issuer);
                if (message.subject != null && $Object.hasOwnProperty.call(message, "subject") && message.subject !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.subject);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.generation);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultLocator message, length delimited. Does not implicitly {@link muniment.v1.VaultLocator.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultLocator
             * @static
             * @param {muniment.v1.VaultLocator.$Properties} message VaultLocator message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultLocator.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultLocator message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultLocator
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultLocator & muniment.v1.VaultLocator.$Shape} VaultLocator
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultLocator.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultLocator();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.realmId = value;
                            else
                                delete message.realmId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.issuer = value;
                            else
                                delete message.issuer;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subject = value;
                            else
                                delete message.subject;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultLocator message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultLocator
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultLocator & muniment.v1.VaultLocator.$Shape} VaultLocator
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultLocator.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultLocator
             * @function getTypeUrl
             * @memberof muniment.v1.VaultLocator
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultLocator.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultLocator";
            };

            return VaultLocator;
        })();

        v1.KeyringBody = (function() {

            /**
             * Properties of a KeyringBody.
             * @typedef {Object} muniment.v1.KeyringBody.$Properties
             * @property {Uint8Array|null} [dedupKey] KeyringBody dedupKey
             * @property {Uint8Array|null} [chunkerKey] KeyringBody chunkerKey
             * @property {Array.<muniment.v1.Epoch.$Properties>|null} [epochs] KeyringBody epochs
             * @property {Array.<muniment.v1.Method.$Properties>|null} [methods] KeyringBody methods
             * @property {Array.<Uint8Array>|null} [removedMethods] KeyringBody removedMethods
             * @property {muniment.v1.Policy.$Properties|null} [policy] KeyringBody policy
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a KeyringBody.
             * @memberof muniment.v1
             * @interface IKeyringBody
             * @augments muniment.v1.KeyringBody.$Properties
             * @deprecated Use muniment.v1.KeyringBody.$Properties instead.
             */

            /**
             * Shape of a KeyringBody.
             * @typedef {muniment.v1.KeyringBody.$Properties} muniment.v1.KeyringBody.$Shape
             */

            /**
             * Constructs a new KeyringBody.
             * @memberof muniment.v1
             * @classdesc Represents a KeyringBody.
             * @constructor
             * @param {muniment.v1.KeyringBody.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const KeyringBody = function (properties) {
                this.epochs = [];
                this.methods = [];
                this.removedMethods = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * KeyringBody dedupKey.
             * @member {Uint8Array} dedupKey
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.dedupKey = $util.newBuffer([]);

            /**
             * KeyringBody chunkerKey.
             * @member {Uint8Array} chunkerKey
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.chunkerKey = $util.newBuffer([]);

            /**
             * KeyringBody epochs.
             * @member {Array.<muniment.v1.Epoch.$Properties>} epochs
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.epochs = $util.emptyArray;

            /**
             * KeyringBody methods.
             * @member {Array.<muniment.v1.Method.$Properties>} methods
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.methods = $util.emptyArray;

            /**
             * KeyringBody removedMethods.
             * @member {Array.<Uint8Array>} removedMethods
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.removedMethods = $util.emptyArray;

            /**
             * KeyringBody policy.
             * @member {muniment.v1.Policy.$Properties|null|undefined} policy
             * @memberof muniment.v1.KeyringBody
             * @instance
             */
            KeyringBody.prototype.policy = null;

            /**
             * Encodes the specified KeyringBody message. Does not implicitly {@link muniment.v1.KeyringBody.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {muniment.v1.KeyringBody.$Properties} message KeyringBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringBody.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.dedupKey != null && $Object.hasOwnProperty.call(message, "dedupKey") && message.dedupKey.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.dedupKey);
                if (message.chunkerKey != null && $Object.hasOwnProperty.call(message, "chunkerKey") && message.chunkerKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.chunkerKey);
                if (message.epochs != null && message.epochs.length)
                    for (let i = 0; i < message.epochs.length; ++i)
                        $root.muniment.v1.Epoch.encode(message.epochs[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.methods != null && message.methods.length)
                    for (let i = 0; i < message.methods.length; ++i)
                        $root.muniment.v1.Method.encode(message.methods[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.removedMethods != null && message.removedMethods.length)
                    for (let i = 0; i < message.removedMethods.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.removedMethods[i]);
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    $root.muniment.v1.Policy.encode(message.policy, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified KeyringBody message, length delimited. Does not implicitly {@link muniment.v1.KeyringBody.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {muniment.v1.KeyringBody.$Properties} message KeyringBody message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            KeyringBody.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a KeyringBody message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.KeyringBody & muniment.v1.KeyringBody.$Shape} KeyringBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringBody.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.KeyringBody();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.dedupKey = value;
                            else
                                delete message.dedupKey;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.chunkerKey = value;
                            else
                                delete message.chunkerKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.epochs && message.epochs.length))
                                message.epochs = [];
                            message.epochs.push($root.muniment.v1.Epoch.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.methods && message.methods.length))
                                message.methods = [];
                            message.methods.push($root.muniment.v1.Method.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removedMethods && message.removedMethods.length))
                                message.removedMethods = [];
                            message.removedMethods.push(reader.bytes());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.policy = $root.muniment.v1.Policy.decode(reader, reader.size(), $undefined, _depth + 1, message.policy);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a KeyringBody message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.KeyringBody & muniment.v1.KeyringBody.$Shape} KeyringBody
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            KeyringBody.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for KeyringBody
             * @function getTypeUrl
             * @memberof muniment.v1.KeyringBody
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            KeyringBody.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.KeyringBody";
            };

            return KeyringBody;
        })();

        v1.Epoch = (function() {

            /**
             * Properties of an Epoch.
             * @typedef {Object} muniment.v1.Epoch.$Properties
             * @property {number|null} [number] Epoch number
             * @property {Uint8Array|null} [key] Epoch key
             * @property {number|Long|null} [createdMs] Epoch createdMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Epoch.
             * @memberof muniment.v1
             * @interface IEpoch
             * @augments muniment.v1.Epoch.$Properties
             * @deprecated Use muniment.v1.Epoch.$Properties instead.
             */

            /**
             * Shape of an Epoch.
             * @typedef {muniment.v1.Epoch.$Properties} muniment.v1.Epoch.$Shape
             */

            /**
             * Constructs a new Epoch.
             * @memberof muniment.v1
             * @classdesc Represents an Epoch.
             * @constructor
             * @param {muniment.v1.Epoch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Epoch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Epoch number.
             * @member {number} number
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.number = 0;

            /**
             * Epoch key.
             * @member {Uint8Array} key
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.key = $util.newBuffer([]);

            /**
             * Epoch createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Epoch
             * @instance
             */
            Epoch.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Epoch message. Does not implicitly {@link muniment.v1.Epoch.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Epoch
             * @static
             * @param {muniment.v1.Epoch.$Properties} message Epoch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Epoch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && message.number !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.number);
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.key);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.createdMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Epoch message, length delimited. Does not implicitly {@link muniment.v1.Epoch.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Epoch
             * @static
             * @param {muniment.v1.Epoch.$Properties} message Epoch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Epoch.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes an Epoch message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Epoch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Epoch & muniment.v1.Epoch.$Shape} Epoch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Epoch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Epoch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.key = value;
                            else
                                delete message.key;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes an Epoch message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Epoch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Epoch & muniment.v1.Epoch.$Shape} Epoch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Epoch.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Epoch
             * @function getTypeUrl
             * @memberof muniment.v1.Epoch
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Epoch.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Epoch";
            };

            return Epoch;
        })();

        v1.Method = (function() {

            /**
             * Properties of a Method.
             * @typedef {Object} muniment.v1.Method.$Properties
             * @property {Uint8Array|null} [methodId] Method methodId
             * @property {muniment.v1.MethodType|null} [type] Method type
             * @property {Uint8Array|null} [publicKey] Method publicKey
             * @property {string|null} [label] Method label
             * @property {number|Long|null} [createdMs] Method createdMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Method.
             * @memberof muniment.v1
             * @interface IMethod
             * @augments muniment.v1.Method.$Properties
             * @deprecated Use muniment.v1.Method.$Properties instead.
             */

            /**
             * Shape of a Method.
             * @typedef {muniment.v1.Method.$Properties} muniment.v1.Method.$Shape
             */

            /**
             * Constructs a new Method.
             * @memberof muniment.v1
             * @classdesc Represents a Method.
             * @constructor
             * @param {muniment.v1.Method.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Method = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Method methodId.
             * @member {Uint8Array} methodId
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.methodId = $util.newBuffer([]);

            /**
             * Method type.
             * @member {muniment.v1.MethodType} type
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.type = 0;

            /**
             * Method publicKey.
             * @member {Uint8Array} publicKey
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.publicKey = $util.newBuffer([]);

            /**
             * Method label.
             * @member {string} label
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.label = "";

            /**
             * Method createdMs.
             * @member {number|Long} createdMs
             * @memberof muniment.v1.Method
             * @instance
             */
            Method.prototype.createdMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Method message. Does not implicitly {@link muniment.v1.Method.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Method
             * @static
             * @param {muniment.v1.Method.$Properties} message Method message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Method.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.methodId != null && $Object.hasOwnProperty.call(message, "methodId") && message.methodId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.methodId);
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.type);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.publicKey);
                if (message.label != null && $Object.hasOwnProperty.call(message, "label") && message.label !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.label);
                if (message.createdMs != null && $Object.hasOwnProperty.call(message, "createdMs") && (typeof message.createdMs === "object" ? message.createdMs.low || message.createdMs.high : message.createdMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.createdMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Method message, length delimited. Does not implicitly {@link muniment.v1.Method.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Method
             * @static
             * @param {muniment.v1.Method.$Properties} message Method message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Method.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Method message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Method
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Method & muniment.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Method.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Method();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.methodId = value;
                            else
                                delete message.methodId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.label = value;
                            else
                                delete message.label;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.createdMs = value;
                            else
                                delete message.createdMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Method message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Method
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Method & muniment.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Method.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Method
             * @function getTypeUrl
             * @memberof muniment.v1.Method
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Method.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Method";
            };

            return Method;
        })();

        v1.Policy = (function() {

            /**
             * Properties of a Policy.
             * @typedef {Object} muniment.v1.Policy.$Properties
             * @property {number|null} [keepLast] Policy keepLast
             * @property {number|null} [keepDaily] Policy keepDaily
             * @property {number|null} [keepWeekly] Policy keepWeekly
             * @property {number|null} [keepMonthly] Policy keepMonthly
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Policy.
             * @memberof muniment.v1
             * @interface IPolicy
             * @augments muniment.v1.Policy.$Properties
             * @deprecated Use muniment.v1.Policy.$Properties instead.
             */

            /**
             * Shape of a Policy.
             * @typedef {muniment.v1.Policy.$Properties} muniment.v1.Policy.$Shape
             */

            /**
             * Constructs a new Policy.
             * @memberof muniment.v1
             * @classdesc Represents a Policy.
             * @constructor
             * @param {muniment.v1.Policy.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Policy = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Policy keepLast.
             * @member {number} keepLast
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepLast = 0;

            /**
             * Policy keepDaily.
             * @member {number} keepDaily
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepDaily = 0;

            /**
             * Policy keepWeekly.
             * @member {number} keepWeekly
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepWeekly = 0;

            /**
             * Policy keepMonthly.
             * @member {number} keepMonthly
             * @memberof muniment.v1.Policy
             * @instance
             */
            Policy.prototype.keepMonthly = 0;

            /**
             * Encodes the specified Policy message. Does not implicitly {@link muniment.v1.Policy.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.Policy
             * @static
             * @param {muniment.v1.Policy.$Properties} message Policy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Policy.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.keepLast != null && $Object.hasOwnProperty.call(message, "keepLast") && message.keepLast !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.keepLast);
                if (message.keepDaily != null && $Object.hasOwnProperty.call(message, "keepDaily") && message.keepDaily !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.keepDaily);
                if (message.keepWeekly != null && $Object.hasOwnProperty.call(message, "keepWeekly") && message.keepWeekly !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.keepWeekly);
                if (message.keepMonthly != null && $Object.hasOwnProperty.call(message, "keepMonthly") && message.keepMonthly !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.keepMonthly);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified Policy message, length delimited. Does not implicitly {@link muniment.v1.Policy.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.Policy
             * @static
             * @param {muniment.v1.Policy.$Properties} message Policy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Policy.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a Policy message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.Policy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.Policy & muniment.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Policy.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.Policy();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepLast = value;
                            else
                                delete message.keepLast;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepDaily = value;
                            else
                                delete message.keepDaily;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepWeekly = value;
                            else
                                delete message.keepWeekly;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepMonthly = value;
                            else
                                delete message.keepMonthly;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a Policy message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.Policy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.Policy & muniment.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Policy.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for Policy
             * @function getTypeUrl
             * @memberof muniment.v1.Policy
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            Policy.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.Policy";
            };

            return Policy;
        })();

        /**
         * VaultOperation enum.
         * @name muniment.v1.VaultOperation
         * @enum {number}
         * @property {number} VAULT_OPERATION_UNSPECIFIED=0 VAULT_OPERATION_UNSPECIFIED value
         * @property {number} VAULT_OPERATION_STATUS=1 VAULT_OPERATION_STATUS value
         * @property {number} VAULT_OPERATION_STAGE=2 VAULT_OPERATION_STAGE value
         * @property {number} VAULT_OPERATION_COMMIT=3 VAULT_OPERATION_COMMIT value
         * @property {number} VAULT_OPERATION_LOGIN=4 VAULT_OPERATION_LOGIN value
         * @property {number} VAULT_OPERATION_FINISH=5 VAULT_OPERATION_FINISH value
         * @property {number} VAULT_OPERATION_ACKNOWLEDGE=6 VAULT_OPERATION_ACKNOWLEDGE value
         * @property {number} VAULT_OPERATION_FREEZE=7 VAULT_OPERATION_FREEZE value
         * @property {number} VAULT_OPERATION_ABANDON=8 VAULT_OPERATION_ABANDON value
         * @property {number} VAULT_OPERATION_CANCEL=9 VAULT_OPERATION_CANCEL value
         * @property {number} VAULT_OPERATION_ANCHOR=10 VAULT_OPERATION_ANCHOR value
         * @property {number} VAULT_OPERATION_OWNER=11 VAULT_OPERATION_OWNER value
         * @property {number} VAULT_OPERATION_REVERT=12 VAULT_OPERATION_REVERT value
         * @property {number} VAULT_OPERATION_DELETE=13 VAULT_OPERATION_DELETE value
         */
        v1.VaultOperation = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "VAULT_OPERATION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "VAULT_OPERATION_STATUS"] = 1;
            values[valuesById[2] = "VAULT_OPERATION_STAGE"] = 2;
            values[valuesById[3] = "VAULT_OPERATION_COMMIT"] = 3;
            values[valuesById[4] = "VAULT_OPERATION_LOGIN"] = 4;
            values[valuesById[5] = "VAULT_OPERATION_FINISH"] = 5;
            values[valuesById[6] = "VAULT_OPERATION_ACKNOWLEDGE"] = 6;
            values[valuesById[7] = "VAULT_OPERATION_FREEZE"] = 7;
            values[valuesById[8] = "VAULT_OPERATION_ABANDON"] = 8;
            values[valuesById[9] = "VAULT_OPERATION_CANCEL"] = 9;
            values[valuesById[10] = "VAULT_OPERATION_ANCHOR"] = 10;
            values[valuesById[11] = "VAULT_OPERATION_OWNER"] = 11;
            values[valuesById[12] = "VAULT_OPERATION_REVERT"] = 12;
            values[valuesById[13] = "VAULT_OPERATION_DELETE"] = 13;
            return values;
        })();

        /**
         * VaultOutcome enum.
         * @name muniment.v1.VaultOutcome
         * @enum {number}
         * @property {number} VAULT_OUTCOME_UNSPECIFIED=0 VAULT_OUTCOME_UNSPECIFIED value
         * @property {number} VAULT_OUTCOME_OK=1 VAULT_OUTCOME_OK value
         * @property {number} VAULT_OUTCOME_DENIED=2 VAULT_OUTCOME_DENIED value
         * @property {number} VAULT_OUTCOME_MALFORMED=3 VAULT_OUTCOME_MALFORMED value
         * @property {number} VAULT_OUTCOME_CONFLICT=4 VAULT_OUTCOME_CONFLICT value
         * @property {number} VAULT_OUTCOME_UNCERTAIN=5 VAULT_OUTCOME_UNCERTAIN value
         * @property {number} VAULT_OUTCOME_NO_RECORD=6 VAULT_OUTCOME_NO_RECORD value
         * @property {number} VAULT_OUTCOME_OTHER_GENERATION=7 VAULT_OUTCOME_OTHER_GENERATION value
         * @property {number} VAULT_OUTCOME_WAIT=8 VAULT_OUTCOME_WAIT value
         * @property {number} VAULT_OUTCOME_FROZEN=9 VAULT_OUTCOME_FROZEN value
         * @property {number} VAULT_OUTCOME_LOCKED=10 VAULT_OUTCOME_LOCKED value
         * @property {number} VAULT_OUTCOME_DESTROYED=11 VAULT_OUTCOME_DESTROYED value
         * @property {number} VAULT_OUTCOME_WRONG=12 VAULT_OUTCOME_WRONG value
         * @property {number} VAULT_OUTCOME_NO_LOGIN=13 VAULT_OUTCOME_NO_LOGIN value
         * @property {number} VAULT_OUTCOME_SIGNATURE=14 VAULT_OUTCOME_SIGNATURE value
         * @property {number} VAULT_OUTCOME_REFUSED=15 VAULT_OUTCOME_REFUSED value
         * @property {number} VAULT_OUTCOME_ANCHORED=16 VAULT_OUTCOME_ANCHORED value
         * @property {number} VAULT_OUTCOME_BUSY=17 VAULT_OUTCOME_BUSY value
         * @property {number} VAULT_OUTCOME_ROLLED_BACK=18 VAULT_OUTCOME_ROLLED_BACK value
         */
        v1.VaultOutcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "VAULT_OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "VAULT_OUTCOME_OK"] = 1;
            values[valuesById[2] = "VAULT_OUTCOME_DENIED"] = 2;
            values[valuesById[3] = "VAULT_OUTCOME_MALFORMED"] = 3;
            values[valuesById[4] = "VAULT_OUTCOME_CONFLICT"] = 4;
            values[valuesById[5] = "VAULT_OUTCOME_UNCERTAIN"] = 5;
            values[valuesById[6] = "VAULT_OUTCOME_NO_RECORD"] = 6;
            values[valuesById[7] = "VAULT_OUTCOME_OTHER_GENERATION"] = 7;
            values[valuesById[8] = "VAULT_OUTCOME_WAIT"] = 8;
            values[valuesById[9] = "VAULT_OUTCOME_FROZEN"] = 9;
            values[valuesById[10] = "VAULT_OUTCOME_LOCKED"] = 10;
            values[valuesById[11] = "VAULT_OUTCOME_DESTROYED"] = 11;
            values[valuesById[12] = "VAULT_OUTCOME_WRONG"] = 12;
            values[valuesById[13] = "VAULT_OUTCOME_NO_LOGIN"] = 13;
            values[valuesById[14] = "VAULT_OUTCOME_SIGNATURE"] = 14;
            values[valuesById[15] = "VAULT_OUTCOME_REFUSED"] = 15;
            values[valuesById[16] = "VAULT_OUTCOME_ANCHORED"] = 16;
            values[valuesById[17] = "VAULT_OUTCOME_BUSY"] = 17;
            values[valuesById[18] = "VAULT_OUTCOME_ROLLED_BACK"] = 18;
            return values;
        })();

        /**
         * VaultPhase enum.
         * @name muniment.v1.VaultPhase
         * @enum {number}
         * @property {number} VAULT_PHASE_UNSPECIFIED=0 VAULT_PHASE_UNSPECIFIED value
         * @property {number} VAULT_PHASE_NONE=1 VAULT_PHASE_NONE value
         * @property {number} VAULT_PHASE_STAGED=2 VAULT_PHASE_STAGED value
         * @property {number} VAULT_PHASE_ACTIVE=3 VAULT_PHASE_ACTIVE value
         * @property {number} VAULT_PHASE_ERASED=4 VAULT_PHASE_ERASED value
         */
        v1.VaultPhase = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "VAULT_PHASE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "VAULT_PHASE_NONE"] = 1;
            values[valuesById[2] = "VAULT_PHASE_STAGED"] = 2;
            values[valuesById[3] = "VAULT_PHASE_ACTIVE"] = 3;
            values[valuesById[4] = "VAULT_PHASE_ERASED"] = 4;
            return values;
        })();

        v1.VaultRequest = (function() {

            /**
             * Properties of a VaultRequest.
             * @typedef {Object} muniment.v1.VaultRequest.$Properties
             * @property {number|null} [formatVersion] VaultRequest formatVersion
             * @property {muniment.v1.VaultOperation|null} [operation] VaultRequest operation
             * @property {string|null} [token] VaultRequest token
             * @property {Uint8Array|null} [body] VaultRequest body
             * @property {Uint8Array|null} [proof] VaultRequest proof
             * @property {Uint8Array|null} [ownerSignature] VaultRequest ownerSignature
             * @property {Uint8Array|null} [newOwnerSignature] VaultRequest newOwnerSignature
             * @property {Uint8Array|null} [loginProof] VaultRequest loginProof
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultRequest.
             * @memberof muniment.v1
             * @interface IVaultRequest
             * @augments muniment.v1.VaultRequest.$Properties
             * @deprecated Use muniment.v1.VaultRequest.$Properties instead.
             */

            /**
             * Shape of a VaultRequest.
             * @typedef {muniment.v1.VaultRequest.$Properties} muniment.v1.VaultRequest.$Shape
             */

            /**
             * Constructs a new VaultRequest.
             * @memberof muniment.v1
             * @classdesc Represents a VaultRequest.
             * @constructor
             * @param {muniment.v1.VaultRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultRequest formatVersion.
             * @member {number} formatVersion
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.formatVersion = 0;

            /**
             * VaultRequest operation.
             * @member {muniment.v1.VaultOperation} operation
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.operation = 0;

            /**
             * VaultRequest token.
             * @member {string} token
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.token = "";

            /**
             * VaultRequest body.
             * @member {Uint8Array} body
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.body = $util.newBuffer([]);

            /**
             * VaultRequest proof.
             * @member {Uint8Array} proof
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.proof = $util.newBuffer([]);

            /**
             * VaultRequest ownerSignature.
             * @member {Uint8Array} ownerSignature
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.ownerSignature = $util.newBuffer([]);

            /**
             * VaultRequest newOwnerSignature.
             * @member {Uint8Array} newOwnerSignature
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.newOwnerSignature = $util.newBuffer([]);

            /**
             * VaultRequest loginProof.
             * @member {Uint8Array} loginProof
             * @memberof muniment.v1.VaultRequest
             * @instance
             */
            VaultRequest.prototype.loginProof = $util.newBuffer([]);

            /**
             * Encodes the specified VaultRequest message. Does not implicitly {@link muniment.v1.VaultRequest.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultRequest
             * @static
             * @param {muniment.v1.VaultRequest.$Properties} message VaultRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.formatVersion);
                if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.operation);
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.token);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.body);
                if (message.proof != null && $Object.hasOwnProperty.call(message, "proof") && message.proof.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.proof);
                if (message.ownerSignature != null && $Object.hasOwnProperty.call(message, "ownerSignature") && message.ownerSignature.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.ownerSignature);
                if (message.newOwnerSignature != null && $Object.hasOwnProperty.call(message, "newOwnerSignature") && message.newOwnerSignature.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.newOwnerSignature);
                if (message.loginProof != null && $Object.hasOwnProperty.call(message, "loginProof") && message.loginProof.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.loginProof);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultRequest message, length delimited. Does not implicitly {@link muniment.v1.VaultRequest.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultRequest
             * @static
             * @param {muniment.v1.VaultRequest.$Properties} message VaultRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRequest.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultRequest message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultRequest & muniment.v1.VaultRequest.$Shape} VaultRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.formatVersion = value;
                            else
                                delete message.formatVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.operation = value;
                            else
                                delete message.operation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.proof = value;
                            else
                                delete message.proof;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ownerSignature = value;
                            else
                                delete message.ownerSignature;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.newOwnerSignature = value;
                            else
                                delete message.newOwnerSignature;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginProof = value;
                            else
                                delete message.loginProof;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultRequest message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultRequest & muniment.v1.VaultRequest.$Shape} VaultRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRequest.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultRequest
             * @function getTypeUrl
             * @memberof muniment.v1.VaultRequest
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultRequest.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultRequest";
            };

            return VaultRequest;
        })();

        v1.VaultStage = (function() {

            /**
             * Properties of a VaultStage.
             * @typedef {Object} muniment.v1.VaultStage.$Properties
             * @property {number|Long|null} [version] VaultStage version
             * @property {number|Long|null} [generation] VaultStage generation
             * @property {string|null} [ksf] VaultStage ksf
             * @property {Uint8Array|null} [oprfKey] VaultStage oprfKey
             * @property {Uint8Array|null} [record] VaultStage record
             * @property {Uint8Array|null} [releaseSecret] VaultStage releaseSecret
             * @property {Uint8Array|null} [owner] VaultStage owner
             * @property {muniment.v1.VaultAnchor.$Properties|null} [anchor] VaultStage anchor
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultStage.
             * @memberof muniment.v1
             * @interface IVaultStage
             * @augments muniment.v1.VaultStage.$Properties
             * @deprecated Use muniment.v1.VaultStage.$Properties instead.
             */

            /**
             * Shape of a VaultStage.
             * @typedef {muniment.v1.VaultStage.$Properties} muniment.v1.VaultStage.$Shape
             */

            /**
             * Constructs a new VaultStage.
             * @memberof muniment.v1
             * @classdesc Represents a VaultStage.
             * @constructor
             * @param {muniment.v1.VaultStage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultStage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultStage version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStage generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStage ksf.
             * @member {string} ksf
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.ksf = "";

            /**
             * VaultStage oprfKey.
             * @member {Uint8Array} oprfKey
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.oprfKey = $util.newBuffer([]);

            /**
             * VaultStage record.
             * @member {Uint8Array} record
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.record = $util.newBuffer([]);

            /**
             * VaultStage releaseSecret.
             * @member {Uint8Array} releaseSecret
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.releaseSecret = $util.newBuffer([]);

            /**
             * VaultStage owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.owner = $util.newBuffer([]);

            /**
             * VaultStage anchor.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} anchor
             * @memberof muniment.v1.VaultStage
             * @instance
             */
            VaultStage.prototype.anchor = null;

            /**
             * Encodes the specified VaultStage message. Does not implicitly {@link muniment.v1.VaultStage.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultStage
             * @static
             * @param {muniment.v1.VaultStage.$Properties} message VaultStage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultStage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.ksf != null && $Object.hasOwnProperty.call(message, "ksf") && message.ksf !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.ksf);
                if (message.oprfKey != null && $Object.hasOwnProperty.call(message, "oprfKey") && message.oprfKey.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.oprfKey);
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.record);
                if (message.releaseSecret != null && $Object.hasOwnProperty.call(message, "releaseSecret") && message.releaseSecret.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.releaseSecret);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.owner);
                if (message.anchor != null && $Object.hasOwnProperty.call(message, "anchor"))
                    $root.muniment.v1.VaultAnchor.encode(message.anchor, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultStage message, length delimited. Does not implicitly {@link muniment.v1.VaultStage.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultStage
             * @static
             * @param {muniment.v1.VaultStage.$Properties} message VaultStage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultStage.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultStage message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultStage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultStage & muniment.v1.VaultStage.$Shape} VaultStage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultStage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultStage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ksf = value;
                            else
                                delete message.ksf;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.oprfKey = value;
                            else
                                delete message.oprfKey;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.releaseSecret = value;
                            else
                                delete message.releaseSecret;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.anchor = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.anchor);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultStage message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultStage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultStage & muniment.v1.VaultStage.$Shape} VaultStage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultStage.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultStage
             * @function getTypeUrl
             * @memberof muniment.v1.VaultStage
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultStage.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultStage";
            };

            return VaultStage;
        })();

        v1.VaultCommit = (function() {

            /**
             * Properties of a VaultCommit.
             * @typedef {Object} muniment.v1.VaultCommit.$Properties
             * @property {number|Long|null} [version] VaultCommit version
             * @property {number|Long|null} [generation] VaultCommit generation
             * @property {Uint8Array|null} [loginId] VaultCommit loginId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultCommit.
             * @memberof muniment.v1
             * @interface IVaultCommit
             * @augments muniment.v1.VaultCommit.$Properties
             * @deprecated Use muniment.v1.VaultCommit.$Properties instead.
             */

            /**
             * Shape of a VaultCommit.
             * @typedef {muniment.v1.VaultCommit.$Properties} muniment.v1.VaultCommit.$Shape
             */

            /**
             * Constructs a new VaultCommit.
             * @memberof muniment.v1
             * @classdesc Represents a VaultCommit.
             * @constructor
             * @param {muniment.v1.VaultCommit.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultCommit = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultCommit version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultCommit
             * @instance
             */
            VaultCommit.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultCommit generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultCommit
             * @instance
             */
            VaultCommit.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultCommit loginId.
             * @member {Uint8Array} loginId
             * @memberof muniment.v1.VaultCommit
             * @instance
             */
            VaultCommit.prototype.loginId = $util.newBuffer([]);

            /**
             * Encodes the specified VaultCommit message. Does not implicitly {@link muniment.v1.VaultCommit.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultCommit
             * @static
             * @param {muniment.v1.VaultCommit.$Properties} message VaultCommit message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultCommit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.loginId != null && $Object.hasOwnProperty.call(message, "loginId") && message.loginId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.loginId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultCommit message, length delimited. Does not implicitly {@link muniment.v1.VaultCommit.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultCommit
             * @static
             * @param {muniment.v1.VaultCommit.$Properties} message VaultCommit message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultCommit.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultCommit message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultCommit
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultCommit & muniment.v1.VaultCommit.$Shape} VaultCommit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultCommit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultCommit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginId = value;
                            else
                                delete message.loginId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultCommit message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultCommit
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultCommit & muniment.v1.VaultCommit.$Shape} VaultCommit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultCommit.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultCommit
             * @function getTypeUrl
             * @memberof muniment.v1.VaultCommit
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultCommit.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultCommit";
            };

            return VaultCommit;
        })();

        v1.VaultLogin = (function() {

            /**
             * Properties of a VaultLogin.
             * @typedef {Object} muniment.v1.VaultLogin.$Properties
             * @property {number|Long|null} [version] VaultLogin version
             * @property {number|Long|null} [generation] VaultLogin generation
             * @property {Uint8Array|null} [ke1] VaultLogin ke1
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultLogin.
             * @memberof muniment.v1
             * @interface IVaultLogin
             * @augments muniment.v1.VaultLogin.$Properties
             * @deprecated Use muniment.v1.VaultLogin.$Properties instead.
             */

            /**
             * Shape of a VaultLogin.
             * @typedef {muniment.v1.VaultLogin.$Properties} muniment.v1.VaultLogin.$Shape
             */

            /**
             * Constructs a new VaultLogin.
             * @memberof muniment.v1
             * @classdesc Represents a VaultLogin.
             * @constructor
             * @param {muniment.v1.VaultLogin.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultLogin = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultLogin version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultLogin
             * @instance
             */
            VaultLogin.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultLogin generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultLogin
             * @instance
             */
            VaultLogin.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultLogin ke1.
             * @member {Uint8Array} ke1
             * @memberof muniment.v1.VaultLogin
             * @instance
             */
            VaultLogin.prototype.ke1 = $util.newBuffer([]);

            /**
             * Encodes the specified VaultLogin message. Does not implicitly {@link muniment.v1.VaultLogin.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultLogin
             * @static
             * @param {muniment.v1.VaultLogin.$Properties} message VaultLogin message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultLogin.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.ke1 != null && $Object.hasOwnProperty.call(message, "ke1") && message.ke1.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.ke1);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultLogin message, length delimited. Does not implicitly {@link muniment.v1.VaultLogin.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultLogin
             * @static
             * @param {muniment.v1.VaultLogin.$Properties} message VaultLogin message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultLogin.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultLogin message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultLogin
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultLogin & muniment.v1.VaultLogin.$Shape} VaultLogin
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultLogin.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultLogin();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ke1 = value;
                            else
                                delete message.ke1;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultLogin message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultLogin
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultLogin & muniment.v1.VaultLogin.$Shape} VaultLogin
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultLogin.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultLogin
             * @function getTypeUrl
             * @memberof muniment.v1.VaultLogin
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultLogin.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultLogin";
            };

            return VaultLogin;
        })();

        v1.VaultFinish = (function() {

            /**
             * Properties of a VaultFinish.
             * @typedef {Object} muniment.v1.VaultFinish.$Properties
             * @property {Uint8Array|null} [loginId] VaultFinish loginId
             * @property {Uint8Array|null} [ke3] VaultFinish ke3
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultFinish.
             * @memberof muniment.v1
             * @interface IVaultFinish
             * @augments muniment.v1.VaultFinish.$Properties
             * @deprecated Use muniment.v1.VaultFinish.$Properties instead.
             */

            /**
             * Shape of a VaultFinish.
             * @typedef {muniment.v1.VaultFinish.$Properties} muniment.v1.VaultFinish.$Shape
             */

            /**
             * Constructs a new VaultFinish.
             * @memberof muniment.v1
             * @classdesc Represents a VaultFinish.
             * @constructor
             * @param {muniment.v1.VaultFinish.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultFinish = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultFinish loginId.
             * @member {Uint8Array} loginId
             * @memberof muniment.v1.VaultFinish
             * @instance
             */
            VaultFinish.prototype.loginId = $util.newBuffer([]);

            /**
             * VaultFinish ke3.
             * @member {Uint8Array} ke3
             * @memberof muniment.v1.VaultFinish
             * @instance
             */
            VaultFinish.prototype.ke3 = $util.newBuffer([]);

            /**
             * Encodes the specified VaultFinish message. Does not implicitly {@link muniment.v1.VaultFinish.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultFinish
             * @static
             * @param {muniment.v1.VaultFinish.$Properties} message VaultFinish message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultFinish.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.loginId != null && $Object.hasOwnProperty.call(message, "loginId") && message.loginId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.loginId);
                if (message.ke3 != null && $Object.hasOwnProperty.call(message, "ke3") && message.ke3.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.ke3);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultFinish message, length delimited. Does not implicitly {@link muniment.v1.VaultFinish.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultFinish
             * @static
             * @param {muniment.v1.VaultFinish.$Properties} message VaultFinish message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultFinish.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultFinish message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultFinish
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultFinish & muniment.v1.VaultFinish.$Shape} VaultFinish
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultFinish.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultFinish();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginId = value;
                            else
                                delete message.loginId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ke3 = value;
                            else
                                delete message.ke3;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultFinish message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultFinish
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultFinish & muniment.v1.VaultFinish.$Shape} VaultFinish
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultFinish.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultFinish
             * @function getTypeUrl
             * @memberof muniment.v1.VaultFinish
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultFinish.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultFinish";
            };

            return VaultFinish;
        })();

        v1.VaultChange = (function() {

            /**
             * Properties of a VaultChange.
             * @typedef {Object} muniment.v1.VaultChange.$Properties
             * @property {number|Long|null} [version] VaultChange version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultChange.
             * @memberof muniment.v1
             * @interface IVaultChange
             * @augments muniment.v1.VaultChange.$Properties
             * @deprecated Use muniment.v1.VaultChange.$Properties instead.
             */

            /**
             * Shape of a VaultChange.
             * @typedef {muniment.v1.VaultChange.$Properties} muniment.v1.VaultChange.$Shape
             */

            /**
             * Constructs a new VaultChange.
             * @memberof muniment.v1
             * @classdesc Represents a VaultChange.
             * @constructor
             * @param {muniment.v1.VaultChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultChange version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultChange
             * @instance
             */
            VaultChange.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified VaultChange message. Does not implicitly {@link muniment.v1.VaultChange.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultChange
             * @static
             * @param {muniment.v1.VaultChange.$Properties} message VaultChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultChange message, length delimited. Does not implicitly {@link muniment.v1.VaultChange.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultChange
             * @static
             * @param {muniment.v1.VaultChange.$Properties} message VaultChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultChange.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultChange message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultChange & muniment.v1.VaultChange.$Shape} VaultChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultChange message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultChange & muniment.v1.VaultChange.$Shape} VaultChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultChange.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultChange
             * @function getTypeUrl
             * @memberof muniment.v1.VaultChange
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultChange.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultChange";
            };

            return VaultChange;
        })();

        v1.VaultFreeze = (function() {

            /**
             * Properties of a VaultFreeze.
             * @typedef {Object} muniment.v1.VaultFreeze.$Properties
             * @property {number|Long|null} [version] VaultFreeze version
             * @property {number|Long|null} [durationMs] VaultFreeze durationMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultFreeze.
             * @memberof muniment.v1
             * @interface IVaultFreeze
             * @augments muniment.v1.VaultFreeze.$Properties
             * @deprecated Use muniment.v1.VaultFreeze.$Properties instead.
             */

            /**
             * Shape of a VaultFreeze.
             * @typedef {muniment.v1.VaultFreeze.$Properties} muniment.v1.VaultFreeze.$Shape
             */

            /**
             * Constructs a new VaultFreeze.
             * @memberof muniment.v1
             * @classdesc Represents a VaultFreeze.
             * @constructor
             * @param {muniment.v1.VaultFreeze.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultFreeze = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultFreeze version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultFreeze
             * @instance
             */
            VaultFreeze.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultFreeze durationMs.
             * @member {number|Long} durationMs
             * @memberof muniment.v1.VaultFreeze
             * @instance
             */
            VaultFreeze.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified VaultFreeze message. Does not implicitly {@link muniment.v1.VaultFreeze.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultFreeze
             * @static
             * @param {muniment.v1.VaultFreeze.$Properties} message VaultFreeze message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultFreeze.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.durationMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultFreeze message, length delimited. Does not implicitly {@link muniment.v1.VaultFreeze.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultFreeze
             * @static
             * @param {muniment.v1.VaultFreeze.$Properties} message VaultFreeze message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultFreeze.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultFreeze message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultFreeze
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultFreeze & muniment.v1.VaultFreeze.$Shape} VaultFreeze
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultFreeze.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultFreeze();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.durationMs = value;
                            else
                                delete message.durationMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultFreeze message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultFreeze
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultFreeze & muniment.v1.VaultFreeze.$Shape} VaultFreeze
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultFreeze.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultFreeze
             * @function getTypeUrl
             * @memberof muniment.v1.VaultFreeze
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultFreeze.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultFreeze";
            };

            return VaultFreeze;
        })();

        v1.VaultAnchorChange = (function() {

            /**
             * Properties of a VaultAnchorChange.
             * @typedef {Object} muniment.v1.VaultAnchorChange.$Properties
             * @property {number|Long|null} [version] VaultAnchorChange version
             * @property {muniment.v1.VaultAnchor.$Properties|null} [expected] VaultAnchorChange expected
             * @property {muniment.v1.VaultAnchor.$Properties|null} [next] VaultAnchorChange next
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultAnchorChange.
             * @memberof muniment.v1
             * @interface IVaultAnchorChange
             * @augments muniment.v1.VaultAnchorChange.$Properties
             * @deprecated Use muniment.v1.VaultAnchorChange.$Properties instead.
             */

            /**
             * Shape of a VaultAnchorChange.
             * @typedef {muniment.v1.VaultAnchorChange.$Properties} muniment.v1.VaultAnchorChange.$Shape
             */

            /**
             * Constructs a new VaultAnchorChange.
             * @memberof muniment.v1
             * @classdesc Represents a VaultAnchorChange.
             * @constructor
             * @param {muniment.v1.VaultAnchorChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultAnchorChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultAnchorChange version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultAnchorChange
             * @instance
             */
            VaultAnchorChange.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultAnchorChange expected.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} expected
             * @memberof muniment.v1.VaultAnchorChange
             * @instance
             */
            VaultAnchorChange.prototype.expected = null;

            /**
             * VaultAnchorChange next.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} next
             * @memberof muniment.v1.VaultAnchorChange
             * @instance
             */
            VaultAnchorChange.prototype.next = null;

            /**
             * Encodes the specified VaultAnchorChange message. Does not implicitly {@link muniment.v1.VaultAnchorChange.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultAnchorChange
             * @static
             * @param {muniment.v1.VaultAnchorChange.$Properties} message VaultAnchorChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultAnchorChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.expected != null && $Object.hasOwnProperty.call(message, "expected"))
                    $root.muniment.v1.VaultAnchor.encode(message.expected, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.next != null && $Object.hasOwnProperty.call(message, "next"))
                    $root.muniment.v1.VaultAnchor.encode(message.next, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultAnchorChange message, length delimited. Does not implicitly {@link muniment.v1.VaultAnchorChange.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultAnchorChange
             * @static
             * @param {muniment.v1.VaultAnchorChange.$Properties} message VaultAnchorChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultAnchorChange.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultAnchorChange message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultAnchorChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultAnchorChange & muniment.v1.VaultAnchorChange.$Shape} VaultAnchorChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultAnchorChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultAnchorChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.expected = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.expected);
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.next = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.next);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultAnchorChange message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultAnchorChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultAnchorChange & muniment.v1.VaultAnchorChange.$Shape} VaultAnchorChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultAnchorChange.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultAnchorChange
             * @function getTypeUrl
             * @memberof muniment.v1.VaultAnchorChange
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultAnchorChange.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultAnchorChange";
            };

            return VaultAnchorChange;
        })();

        v1.VaultOwnerChange = (function() {

            /**
             * Properties of a VaultOwnerChange.
             * @typedef {Object} muniment.v1.VaultOwnerChange.$Properties
             * @property {number|Long|null} [version] VaultOwnerChange version
             * @property {Uint8Array|null} [owner] VaultOwnerChange owner
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultOwnerChange.
             * @memberof muniment.v1
             * @interface IVaultOwnerChange
             * @augments muniment.v1.VaultOwnerChange.$Properties
             * @deprecated Use muniment.v1.VaultOwnerChange.$Properties instead.
             */

            /**
             * Shape of a VaultOwnerChange.
             * @typedef {muniment.v1.VaultOwnerChange.$Properties} muniment.v1.VaultOwnerChange.$Shape
             */

            /**
             * Constructs a new VaultOwnerChange.
             * @memberof muniment.v1
             * @classdesc Represents a VaultOwnerChange.
             * @constructor
             * @param {muniment.v1.VaultOwnerChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultOwnerChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultOwnerChange version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultOwnerChange
             * @instance
             */
            VaultOwnerChange.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultOwnerChange owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultOwnerChange
             * @instance
             */
            VaultOwnerChange.prototype.owner = $util.newBuffer([]);

            /**
             * Encodes the specified VaultOwnerChange message. Does not implicitly {@link muniment.v1.VaultOwnerChange.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultOwnerChange
             * @static
             * @param {muniment.v1.VaultOwnerChange.$Properties} message VaultOwnerChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultOwnerChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.owner);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultOwnerChange message, length delimited. Does not implicitly {@link muniment.v1.VaultOwnerChange.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultOwnerChange
             * @static
             * @param {muniment.v1.VaultOwnerChange.$Properties} message VaultOwnerChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultOwnerChange.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultOwnerChange message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultOwnerChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultOwnerChange & muniment.v1.VaultOwnerChange.$Shape} VaultOwnerChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultOwnerChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultOwnerChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultOwnerChange message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultOwnerChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultOwnerChange & muniment.v1.VaultOwnerChange.$Shape} VaultOwnerChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultOwnerChange.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultOwnerChange
             * @function getTypeUrl
             * @memberof muniment.v1.VaultOwnerChange
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultOwnerChange.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultOwnerChange";
            };

            return VaultOwnerChange;
        })();

        v1.VaultRevert = (function() {

            /**
             * Properties of a VaultRevert.
             * @typedef {Object} muniment.v1.VaultRevert.$Properties
             * @property {number|Long|null} [version] VaultRevert version
             * @property {number|Long|null} [generation] VaultRevert generation
             * @property {Uint8Array|null} [loginId] VaultRevert loginId
             * @property {Uint8Array|null} [owner] VaultRevert owner
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultRevert.
             * @memberof muniment.v1
             * @interface IVaultRevert
             * @augments muniment.v1.VaultRevert.$Properties
             * @deprecated Use muniment.v1.VaultRevert.$Properties instead.
             */

            /**
             * Shape of a VaultRevert.
             * @typedef {muniment.v1.VaultRevert.$Properties} muniment.v1.VaultRevert.$Shape
             */

            /**
             * Constructs a new VaultRevert.
             * @memberof muniment.v1
             * @classdesc Represents a VaultRevert.
             * @constructor
             * @param {muniment.v1.VaultRevert.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultRevert = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultRevert version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultRevert
             * @instance
             */
            VaultRevert.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRevert generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultRevert
             * @instance
             */
            VaultRevert.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRevert loginId.
             * @member {Uint8Array} loginId
             * @memberof muniment.v1.VaultRevert
             * @instance
             */
            VaultRevert.prototype.loginId = $util.newBuffer([]);

            /**
             * VaultRevert owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultRevert
             * @instance
             */
            VaultRevert.prototype.owner = $util.newBuffer([]);

            /**
             * Encodes the specified VaultRevert message. Does not implicitly {@link muniment.v1.VaultRevert.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultRevert
             * @static
             * @param {muniment.v1.VaultRevert.$Properties} message VaultRevert message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRevert.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.loginId != null && $Object.hasOwnProperty.call(message, "loginId") && message.loginId.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.loginId);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.owner);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultRevert message, length delimited. Does not implicitly {@link muniment.v1.VaultRevert.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultRevert
             * @static
             * @param {muniment.v1.VaultRevert.$Properties} message VaultRevert message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRevert.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultRevert message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultRevert
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultRevert & muniment.v1.VaultRevert.$Shape} VaultRevert
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRevert.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultRevert();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginId = value;
                            else
                                delete message.loginId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultRevert message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultRevert
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultRevert & muniment.v1.VaultRevert.$Shape} VaultRevert
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRevert.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultRevert
             * @function getTypeUrl
             * @memberof muniment.v1.VaultRevert
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultRevert.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultRevert";
            };

            return VaultRevert;
        })();

        v1.VaultDelete = (function() {

            /**
             * Properties of a VaultDelete.
             * @typedef {Object} muniment.v1.VaultDelete.$Properties
             * @property {number|Long|null} [version] VaultDelete version
             * @property {Uint8Array|null} [loginId] VaultDelete loginId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultDelete.
             * @memberof muniment.v1
             * @interface IVaultDelete
             * @augments muniment.v1.VaultDelete.$Properties
             * @deprecated Use muniment.v1.VaultDelete.$Properties instead.
             */

            /**
             * Shape of a VaultDelete.
             * @typedef {muniment.v1.VaultDelete.$Properties} muniment.v1.VaultDelete.$Shape
             */

            /**
             * Constructs a new VaultDelete.
             * @memberof muniment.v1
             * @classdesc Represents a VaultDelete.
             * @constructor
             * @param {muniment.v1.VaultDelete.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultDelete = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultDelete version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultDelete
             * @instance
             */
            VaultDelete.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultDelete loginId.
             * @member {Uint8Array} loginId
             * @memberof muniment.v1.VaultDelete
             * @instance
             */
            VaultDelete.prototype.loginId = $util.newBuffer([]);

            /**
             * Encodes the specified VaultDelete message. Does not implicitly {@link muniment.v1.VaultDelete.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultDelete
             * @static
             * @param {muniment.v1.VaultDelete.$Properties} message VaultDelete message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultDelete.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.loginId != null && $Object.hasOwnProperty.call(message, "loginId") && message.loginId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.loginId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultDelete message, length delimited. Does not implicitly {@link muniment.v1.VaultDelete.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultDelete
             * @static
             * @param {muniment.v1.VaultDelete.$Properties} message VaultDelete message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultDelete.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultDelete message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultDelete
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultDelete & muniment.v1.VaultDelete.$Shape} VaultDelete
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultDelete.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultDelete();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginId = value;
                            else
                                delete message.loginId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultDelete message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultDelete
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultDelete & muniment.v1.VaultDelete.$Shape} VaultDelete
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultDelete.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultDelete
             * @function getTypeUrl
             * @memberof muniment.v1.VaultDelete
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultDelete.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultDelete";
            };

            return VaultDelete;
        })();

        v1.VaultResponse = (function() {

            /**
             * Properties of a VaultResponse.
             * @typedef {Object} muniment.v1.VaultResponse.$Properties
             * @property {number|null} [formatVersion] VaultResponse formatVersion
             * @property {muniment.v1.VaultOutcome|null} [outcome] VaultResponse outcome
             * @property {number|Long|null} [timeMs] VaultResponse timeMs
             * @property {muniment.v1.VaultStatus.$Properties|null} [status] VaultResponse status
             * @property {Uint8Array|null} [ke2] VaultResponse ke2
             * @property {Uint8Array|null} [releaseSecret] VaultResponse releaseSecret
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultResponse.
             * @memberof muniment.v1
             * @interface IVaultResponse
             * @augments muniment.v1.VaultResponse.$Properties
             * @deprecated Use muniment.v1.VaultResponse.$Properties instead.
             */

            /**
             * Shape of a VaultResponse.
             * @typedef {muniment.v1.VaultResponse.$Properties} muniment.v1.VaultResponse.$Shape
             */

            /**
             * Constructs a new VaultResponse.
             * @memberof muniment.v1
             * @classdesc Represents a VaultResponse.
             * @constructor
             * @param {muniment.v1.VaultResponse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultResponse formatVersion.
             * @member {number} formatVersion
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.formatVersion = 0;

            /**
             * VaultResponse outcome.
             * @member {muniment.v1.VaultOutcome} outcome
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.outcome = 0;

            /**
             * VaultResponse timeMs.
             * @member {number|Long} timeMs
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.timeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultResponse status.
             * @member {muniment.v1.VaultStatus.$Properties|null|undefined} status
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.status = null;

            /**
             * VaultResponse ke2.
             * @member {Uint8Array} ke2
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.ke2 = $util.newBuffer([]);

            /**
             * VaultResponse releaseSecret.
             * @member {Uint8Array} releaseSecret
             * @memberof muniment.v1.VaultResponse
             * @instance
             */
            VaultResponse.prototype.releaseSecret = $util.newBuffer([]);

            /**
             * Encodes the specified VaultResponse message. Does not implicitly {@link muniment.v1.VaultResponse.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultResponse
             * @static
             * @param {muniment.v1.VaultResponse.$Properties} message VaultResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.formatVersion);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.outcome);
                if (message.timeMs != null && $Object.hasOwnProperty.call(message, "timeMs") && (typeof message.timeMs === "object" ? message.timeMs.low || message.timeMs.high : message.timeMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.timeMs);
                if (message.status != null && $Object.hasOwnProperty.call(message, "status"))
                    $root.muniment.v1.VaultStatus.encode(message.status, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.ke2 != null && $Object.hasOwnProperty.call(message, "ke2") && message.ke2.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.ke2);
                if (message.releaseSecret != null && $Object.hasOwnProperty.call(message, "releaseSecret") && message.releaseSecret.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.releaseSecret);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultResponse message, length delimited. Does not implicitly {@link muniment.v1.VaultResponse.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultResponse
             * @static
             * @param {muniment.v1.VaultResponse.$Properties} message VaultResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultResponse.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultResponse message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultResponse & muniment.v1.VaultResponse.$Shape} VaultResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.formatVersion = value;
                            else
                                delete message.formatVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeMs = value;
                            else
                                delete message.timeMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.status = $root.muniment.v1.VaultStatus.decode(reader, reader.size(), $undefined, _depth + 1, message.status);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ke2 = value;
                            else
                                delete message.ke2;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.releaseSecret = value;
                            else
                                delete message.releaseSecret;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultResponse message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultResponse & muniment.v1.VaultResponse.$Shape} VaultResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultResponse.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultResponse
             * @function getTypeUrl
             * @memberof muniment.v1.VaultResponse
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultResponse.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultResponse";
            };

            return VaultResponse;
        })();

        v1.VaultStatus = (function() {

            /**
             * Properties of a VaultStatus.
             * @typedef {Object} muniment.v1.VaultStatus.$Properties
             * @property {number|Long|null} [version] VaultStatus version
             * @property {muniment.v1.VaultPhase|null} [phase] VaultStatus phase
             * @property {number|Long|null} [lastGeneration] VaultStatus lastGeneration
             * @property {muniment.v1.VaultGeneration.$Properties|null} [active] VaultStatus active
             * @property {muniment.v1.VaultGeneration.$Properties|null} [previous] VaultStatus previous
             * @property {muniment.v1.VaultGeneration.$Properties|null} [staged] VaultStatus staged
             * @property {number|null} [attempts] VaultStatus attempts
             * @property {number|null} [unacknowledged] VaultStatus unacknowledged
             * @property {number|Long|null} [notBeforeMs] VaultStatus notBeforeMs
             * @property {number|Long|null} [frozenUntilMs] VaultStatus frozenUntilMs
             * @property {number|Long|null} [deleteAtMs] VaultStatus deleteAtMs
             * @property {number|Long|null} [destroyedMs] VaultStatus destroyedMs
             * @property {number|Long|null} [lastAttemptMs] VaultStatus lastAttemptMs
             * @property {number|Long|null} [lastSuccessMs] VaultStatus lastSuccessMs
             * @property {Uint8Array|null} [owner] VaultStatus owner
             * @property {muniment.v1.VaultAnchor.$Properties|null} [anchor] VaultStatus anchor
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultStatus.
             * @memberof muniment.v1
             * @interface IVaultStatus
             * @augments muniment.v1.VaultStatus.$Properties
             * @deprecated Use muniment.v1.VaultStatus.$Properties instead.
             */

            /**
             * Shape of a VaultStatus.
             * @typedef {muniment.v1.VaultStatus.$Properties} muniment.v1.VaultStatus.$Shape
             */

            /**
             * Constructs a new VaultStatus.
             * @memberof muniment.v1
             * @classdesc Represents a VaultStatus.
             * @constructor
             * @param {muniment.v1.VaultStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultStatus version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus phase.
             * @member {muniment.v1.VaultPhase} phase
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.phase = 0;

            /**
             * VaultStatus lastGeneration.
             * @member {number|Long} lastGeneration
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.lastGeneration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus active.
             * @member {muniment.v1.VaultGeneration.$Properties|null|undefined} active
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.active = null;

            /**
             * VaultStatus previous.
             * @member {muniment.v1.VaultGeneration.$Properties|null|undefined} previous
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.previous = null;

            /**
             * VaultStatus staged.
             * @member {muniment.v1.VaultGeneration.$Properties|null|undefined} staged
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.staged = null;

            /**
             * VaultStatus attempts.
             * @member {number} attempts
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.attempts = 0;

            /**
             * VaultStatus unacknowledged.
             * @member {number} unacknowledged
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.unacknowledged = 0;

            /**
             * VaultStatus notBeforeMs.
             * @member {number|Long} notBeforeMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.notBeforeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus frozenUntilMs.
             * @member {number|Long} frozenUntilMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.frozenUntilMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus deleteAtMs.
             * @member {number|Long} deleteAtMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.deleteAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus destroyedMs.
             * @member {number|Long} destroyedMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.destroyedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus lastAttemptMs.
             * @member {number|Long} lastAttemptMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.lastAttemptMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus lastSuccessMs.
             * @member {number|Long} lastSuccessMs
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.lastSuccessMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultStatus owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.owner = $util.newBuffer([]);

            /**
             * VaultStatus anchor.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} anchor
             * @memberof muniment.v1.VaultStatus
             * @instance
             */
            VaultStatus.prototype.anchor = null;

            /**
             * Encodes the specified VaultStatus message. Does not implicitly {@link muniment.v1.VaultStatus.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultStatus
             * @static
             * @param {muniment.v1.VaultStatus.$Properties} message VaultStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.phase);
                if (message.lastGeneration != null && $Object.hasOwnProperty.call(message, "lastGeneration") && (typeof message.lastGeneration === "object" ? message.lastGeneration.low || message.lastGeneration.high : message.lastGeneration !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.lastGeneration);
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    $root.muniment.v1.VaultGeneration.encode(message.active, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous"))
                    $root.muniment.v1.VaultGeneration.encode(message.previous, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.staged != null && $Object.hasOwnProperty.call(message, "staged"))
                    $root.muniment.v1.VaultGeneration.encode(message.staged, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.attempts != null && $Object.hasOwnProperty.call(message, "attempts") && message.attempts !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.attempts);
                if (message.unacknowledged != null && $Object.hasOwnProperty.call(message, "unacknowledged") && message.unacknowledged !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.unacknowledged);
                if (message.notBeforeMs != null && $Object.hasOwnProperty.call(message, "notBeforeMs") && (typeof message.notBeforeMs === "object" ? message.notBeforeMs.low || message.notBeforeMs.high : message.notBeforeMs !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.notBeforeMs);
                if (message.frozenUntilMs != null && $Object.hasOwnProperty.call(message, "frozenUntilMs") && (typeof message.frozenUntilMs === "object" ? message.frozenUntilMs.low || message.frozenUntilMs.high : message.frozenUntilMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.frozenUntilMs);
                if (message.deleteAtMs != null && $Object.hasOwnProperty.call(message, "deleteAtMs") && (typeof message.deleteAtMs === "object" ? message.deleteAtMs.low || message.deleteAtMs.high : message.deleteAtMs !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.deleteAtMs);
                if (message.destroyedMs != null && $Object.hasOwnProperty.call(message, "destroyedMs") && (typeof message.destroyedMs === "object" ? message.destroyedMs.low || message.destroyedMs.high : message.destroyedMs !== 0))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.destroyedMs);
                if (message.lastAttemptMs != null && $Object.hasOwnProperty.call(message, "lastAttemptMs") && (typeof message.lastAttemptMs === "object" ? message.lastAttemptMs.low || message.lastAttemptMs.high : message.lastAttemptMs !== 0))
                    writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.lastAttemptMs);
                if (message.lastSuccessMs != null && $Object.hasOwnProperty.call(message, "lastSuccessMs") && (typeof message.lastSuccessMs === "object" ? message.lastSuccessMs.low || message.lastSuccessMs.high : message.lastSuccessMs !== 0))
                    writer.uint32(/* id 14, wireType 0 =*/112).uint64(message.lastSuccessMs);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).bytes(message.owner);
                if (message.anchor != null && $Object.hasOwnProperty.call(message, "anchor"))
                    $root.muniment.v1.VaultAnchor.encode(message.anchor, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultStatus message, length delimited. Does not implicitly {@link muniment.v1.VaultStatus.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultStatus
             * @static
             * @param {muniment.v1.VaultStatus.$Properties} message VaultStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultStatus.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultStatus message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultStatus & muniment.v1.VaultStatus.$Shape} VaultStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastGeneration = value;
                            else
                                delete message.lastGeneration;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.active = $root.muniment.v1.VaultGeneration.decode(reader, reader.size(), $undefined, _depth + 1, message.active);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.previous = $root.muniment.v1.VaultGeneration.decode(reader, reader.size(), $undefined, _depth + 1, message.previous);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.staged = $root.muniment.v1.VaultGeneration.decode(reader, reader.size(), $undefined, _depth + 1, message.staged);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempts = value;
                            else
                                delete message.attempts;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.unacknowledged = value;
                            else
                                delete message.unacknowledged;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.notBeforeMs = value;
                            else
                                delete message.notBeforeMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.frozenUntilMs = value;
                            else
                                delete message.frozenUntilMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deleteAtMs = value;
                            else
                                delete message.deleteAtMs;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.destroyedMs = value;
                            else
                                delete message.destroyedMs;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastAttemptMs = value;
                            else
                                delete message.lastAttemptMs;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastSuccessMs = value;
                            else
                                delete message.lastSuccessMs;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.anchor = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.anchor);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultStatus message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultStatus & muniment.v1.VaultStatus.$Shape} VaultStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultStatus.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultStatus
             * @function getTypeUrl
             * @memberof muniment.v1.VaultStatus
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultStatus.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultStatus";
            };

            return VaultStatus;
        })();

        v1.VaultGeneration = (function() {

            /**
             * Properties of a VaultGeneration.
             * @typedef {Object} muniment.v1.VaultGeneration.$Properties
             * @property {number|Long|null} [number] VaultGeneration number
             * @property {string|null} [ksf] VaultGeneration ksf
             * @property {number|Long|null} [sinceMs] VaultGeneration sinceMs
             * @property {number|Long|null} [untilMs] VaultGeneration untilMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultGeneration.
             * @memberof muniment.v1
             * @interface IVaultGeneration
             * @augments muniment.v1.VaultGeneration.$Properties
             * @deprecated Use muniment.v1.VaultGeneration.$Properties instead.
             */

            /**
             * Shape of a VaultGeneration.
             * @typedef {muniment.v1.VaultGeneration.$Properties} muniment.v1.VaultGeneration.$Shape
             */

            /**
             * Constructs a new VaultGeneration.
             * @memberof muniment.v1
             * @classdesc Represents a VaultGeneration.
             * @constructor
             * @param {muniment.v1.VaultGeneration.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultGeneration = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultGeneration number.
             * @member {number|Long} number
             * @memberof muniment.v1.VaultGeneration
             * @instance
             */
            VaultGeneration.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultGeneration ksf.
             * @member {string} ksf
             * @memberof muniment.v1.VaultGeneration
             * @instance
             */
            VaultGeneration.prototype.ksf = "";

            /**
             * VaultGeneration sinceMs.
             * @member {number|Long} sinceMs
             * @memberof muniment.v1.VaultGeneration
             * @instance
             */
            VaultGeneration.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultGeneration untilMs.
             * @member {number|Long} untilMs
             * @memberof muniment.v1.VaultGeneration
             * @instance
             */
            VaultGeneration.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified VaultGeneration message. Does not implicitly {@link muniment.v1.VaultGeneration.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultGeneration
             * @static
             * @param {muniment.v1.VaultGeneration.$Properties} message VaultGeneration message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultGeneration.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.number);
                if (message.ksf != null && $Object.hasOwnProperty.call(message, "ksf") && message.ksf !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.ksf);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sinceMs);
                if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs") && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.untilMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultGeneration message, length delimited. Does not implicitly {@link muniment.v1.VaultGeneration.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultGeneration
             * @static
             * @param {muniment.v1.VaultGeneration.$Properties} message VaultGeneration message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultGeneration.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultGeneration message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultGeneration
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultGeneration & muniment.v1.VaultGeneration.$Shape} VaultGeneration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultGeneration.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultGeneration();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ksf = value;
                            else
                                delete message.ksf;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilMs = value;
                            else
                                delete message.untilMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultGeneration message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultGeneration
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultGeneration & muniment.v1.VaultGeneration.$Shape} VaultGeneration
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultGeneration.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultGeneration
             * @function getTypeUrl
             * @memberof muniment.v1.VaultGeneration
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultGeneration.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultGeneration";
            };

            return VaultGeneration;
        })();

        v1.VaultAnchor = (function() {

            /**
             * Properties of a VaultAnchor.
             * @typedef {Object} muniment.v1.VaultAnchor.$Properties
             * @property {number|Long|null} [sequence] VaultAnchor sequence
             * @property {Uint8Array|null} [snapshotId] VaultAnchor snapshotId
             * @property {number|Long|null} [keyringGeneration] VaultAnchor keyringGeneration
             * @property {Uint8Array|null} [keyringHash] VaultAnchor keyringHash
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultAnchor.
             * @memberof muniment.v1
             * @interface IVaultAnchor
             * @augments muniment.v1.VaultAnchor.$Properties
             * @deprecated Use muniment.v1.VaultAnchor.$Properties instead.
             */

            /**
             * Shape of a VaultAnchor.
             * @typedef {muniment.v1.VaultAnchor.$Properties} muniment.v1.VaultAnchor.$Shape
             */

            /**
             * Constructs a new VaultAnchor.
             * @memberof muniment.v1
             * @classdesc Represents a VaultAnchor.
             * @constructor
             * @param {muniment.v1.VaultAnchor.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultAnchor = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultAnchor sequence.
             * @member {number|Long} sequence
             * @memberof muniment.v1.VaultAnchor
             * @instance
             */
            VaultAnchor.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultAnchor snapshotId.
             * @member {Uint8Array} snapshotId
             * @memberof muniment.v1.VaultAnchor
             * @instance
             */
            VaultAnchor.prototype.snapshotId = $util.newBuffer([]);

            /**
             * VaultAnchor keyringGeneration.
             * @member {number|Long} keyringGeneration
             * @memberof muniment.v1.VaultAnchor
             * @instance
             */
            VaultAnchor.prototype.keyringGeneration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultAnchor keyringHash.
             * @member {Uint8Array} keyringHash
             * @memberof muniment.v1.VaultAnchor
             * @instance
             */
            VaultAnchor.prototype.keyringHash = $util.newBuffer([]);

            /**
             * Encodes the specified VaultAnchor message. Does not implicitly {@link muniment.v1.VaultAnchor.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultAnchor
             * @static
             * @param {muniment.v1.VaultAnchor.$Properties} message VaultAnchor message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultAnchor.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sequence);
                if (message.snapshotId != null && $Object.hasOwnProperty.call(message, "snapshotId") && message.snapshotId.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.snapshotId);
                if (message.keyringGeneration != null && $Object.hasOwnProperty.call(message, "keyringGeneration") && (typeof message.keyringGeneration === "object" ? message.keyringGeneration.low || message.keyringGeneration.high : message.keyringGeneration !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.keyringGeneration);
                if (message.keyringHash != null && $Object.hasOwnProperty.call(message, "keyringHash") && message.keyringHash.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.keyringHash);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultAnchor message, length delimited. Does not implicitly {@link muniment.v1.VaultAnchor.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultAnchor
             * @static
             * @param {muniment.v1.VaultAnchor.$Properties} message VaultAnchor message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultAnchor.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultAnchor message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultAnchor
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultAnchor & muniment.v1.VaultAnchor.$Shape} VaultAnchor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultAnchor.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultAnchor();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.snapshotId = value;
                            else
                                delete message.snapshotId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.keyringGeneration = value;
                            else
                                delete message.keyringGeneration;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.keyringHash = value;
                            else
                                delete message.keyringHash;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultAnchor message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultAnchor
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultAnchor & muniment.v1.VaultAnchor.$Shape} VaultAnchor
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultAnchor.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultAnchor
             * @function getTypeUrl
             * @memberof muniment.v1.VaultAnchor
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultAnchor.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultAnchor";
            };

            return VaultAnchor;
        })();

        v1.VaultRecord = (function() {

            /**
             * Properties of a VaultRecord.
             * @typedef {Object} muniment.v1.VaultRecord.$Properties
             * @property {number|null} [formatVersion] VaultRecord formatVersion
             * @property {number|Long|null} [version] VaultRecord version
             * @property {muniment.v1.VaultPhase|null} [phase] VaultRecord phase
             * @property {number|Long|null} [lastGeneration] VaultRecord lastGeneration
             * @property {Uint8Array|null} [owner] VaultRecord owner
             * @property {muniment.v1.VaultKeys.$Properties|null} [active] VaultRecord active
             * @property {muniment.v1.VaultKeys.$Properties|null} [previous] VaultRecord previous
             * @property {muniment.v1.VaultKeys.$Properties|null} [staged] VaultRecord staged
             * @property {number|null} [attempts] VaultRecord attempts
             * @property {number|null} [unacknowledged] VaultRecord unacknowledged
             * @property {number|Long|null} [notBeforeMs] VaultRecord notBeforeMs
             * @property {number|Long|null} [frozenUntilMs] VaultRecord frozenUntilMs
             * @property {number|Long|null} [deleteAtMs] VaultRecord deleteAtMs
             * @property {number|Long|null} [cancelledMs] VaultRecord cancelledMs
             * @property {number|Long|null} [destroyedMs] VaultRecord destroyedMs
             * @property {number|Long|null} [lastAttemptMs] VaultRecord lastAttemptMs
             * @property {number|Long|null} [lastSuccessMs] VaultRecord lastSuccessMs
             * @property {muniment.v1.VaultAnchor.$Properties|null} [anchor] VaultRecord anchor
             * @property {Array.<muniment.v1.VaultPending.$Properties>|null} [logins] VaultRecord logins
             * @property {Uint8Array|null} [lastRequest] VaultRecord lastRequest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultRecord.
             * @memberof muniment.v1
             * @interface IVaultRecord
             * @augments muniment.v1.VaultRecord.$Properties
             * @deprecated Use muniment.v1.VaultRecord.$Properties instead.
             */

            /**
             * Shape of a VaultRecord.
             * @typedef {muniment.v1.VaultRecord.$Properties} muniment.v1.VaultRecord.$Shape
             */

            /**
             * Constructs a new VaultRecord.
             * @memberof muniment.v1
             * @classdesc Represents a VaultRecord.
             * @constructor
             * @param {muniment.v1.VaultRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultRecord = function (properties) {
                this.logins = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultRecord formatVersion.
             * @member {number} formatVersion
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.formatVersion = 0;

            /**
             * VaultRecord version.
             * @member {number|Long} version
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord phase.
             * @member {muniment.v1.VaultPhase} phase
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.phase = 0;

            /**
             * VaultRecord lastGeneration.
             * @member {number|Long} lastGeneration
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.lastGeneration = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.owner = $util.newBuffer([]);

            /**
             * VaultRecord active.
             * @member {muniment.v1.VaultKeys.$Properties|null|undefined} active
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.active = null;

            /**
             * VaultRecord previous.
             * @member {muniment.v1.VaultKeys.$Properties|null|undefined} previous
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.previous = null;

            /**
             * VaultRecord staged.
             * @member {muniment.v1.VaultKeys.$Properties|null|undefined} staged
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.staged = null;

            /**
             * VaultRecord attempts.
             * @member {number} attempts
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.attempts = 0;

            /**
             * VaultRecord unacknowledged.
             * @member {number} unacknowledged
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.unacknowledged = 0;

            /**
             * VaultRecord notBeforeMs.
             * @member {number|Long} notBeforeMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.notBeforeMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord frozenUntilMs.
             * @member {number|Long} frozenUntilMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.frozenUntilMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord deleteAtMs.
             * @member {number|Long} deleteAtMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.deleteAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord cancelledMs.
             * @member {number|Long} cancelledMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.cancelledMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord destroyedMs.
             * @member {number|Long} destroyedMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.destroyedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord lastAttemptMs.
             * @member {number|Long} lastAttemptMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.lastAttemptMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord lastSuccessMs.
             * @member {number|Long} lastSuccessMs
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.lastSuccessMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultRecord anchor.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} anchor
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.anchor = null;

            /**
             * VaultRecord logins.
             * @member {Array.<muniment.v1.VaultPending.$Properties>} logins
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.logins = $util.emptyArray;

            /**
             * VaultRecord lastRequest.
             * @member {Uint8Array} lastRequest
             * @memberof muniment.v1.VaultRecord
             * @instance
             */
            VaultRecord.prototype.lastRequest = $util.newBuffer([]);

            /**
             * Encodes the specified VaultRecord message. Does not implicitly {@link muniment.v1.VaultRecord.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultRecord
             * @static
             * @param {muniment.v1.VaultRecord.$Properties} message VaultRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.formatVersion != null && $Object.hasOwnProperty.call(message, "formatVersion") && message.formatVersion !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.formatVersion);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.version);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.phase);
                if (message.lastGeneration != null && $Object.hasOwnProperty.call(message, "lastGeneration") && (typeof message.lastGeneration === "object" ? message.lastGeneration.low || message.lastGeneration.high : message.lastGeneration !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.lastGeneration);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.owner);
                if (message.active != null && $Object.hasOwnProperty.call(message, "active"))
                    $root.muniment.v1.VaultKeys.encode(message.active, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.previous != null && $Object.hasOwnProperty.call(message, "previous"))
                    $root.muniment.v1.VaultKeys.encode(message.previous, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.staged != null && $Object.hasOwnProperty.call(message, "staged"))
                    $root.muniment.v1.VaultKeys.encode(message.staged, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.attempts != null && $Object.hasOwnProperty.call(message, "attempts") && message.attempts !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.attempts);
                if (message.unacknowledged != null && $Object.hasOwnProperty.call(message, "unacknowledged") && message.unacknowledged !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.unacknowledged);
                if (message.notBeforeMs != null && $Object.hasOwnProperty.call(message, "notBeforeMs") && (typeof message.notBeforeMs === "object" ? message.notBeforeMs.low || message.notBeforeMs.high : message.notBeforeMs !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.notBeforeMs);
                if (message.frozenUntilMs != null && $Object.hasOwnProperty.call(message, "frozenUntilMs") && (typeof message.frozenUntilMs === "object" ? message.frozenUntilMs.low || message.frozenUntilMs.high : message.frozenUntilMs !== 0))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.frozenUntilMs);
                if (message.deleteAtMs != null && $Object.hasOwnProperty.call(message, "deleteAtMs") && (typeof message.deleteAtMs === "object" ? message.deleteAtMs.low || message.deleteAtMs.high : message.deleteAtMs !== 0))
                    writer.uint32(/* id 13, wireType 0 =*/104).uint64(message.deleteAtMs);
                if (message.cancelledMs != null && $Object.hasOwnProperty.call(message, "cancelledMs") && (typeof message.cancelledMs === "object" ? message.cancelledMs.low || message.cancelledMs.high : message.cancelledMs !== 0))
                    writer.uint32(/* id 14, wireType 0 =*/112).uint64(message.cancelledMs);
                if (message.destroyedMs != null && $Object.hasOwnProperty.call(message, "destroyedMs") && (typeof message.destroyedMs === "object" ? message.destroyedMs.low || message.destroyedMs.high : message.destroyedMs !== 0))
                    writer.uint32(/* id 15, wireType 0 =*/120).uint64(message.destroyedMs);
                if (message.lastAttemptMs != null && $Object.hasOwnProperty.call(message, "lastAttemptMs") && (typeof message.lastAttemptMs === "object" ? message.lastAttemptMs.low || message.lastAttemptMs.high : message.lastAttemptMs !== 0))
                    writer.uint32(/* id 16, wireType 0 =*/128).uint64(message.lastAttemptMs);
                if (message.lastSuccessMs != null && $Object.hasOwnProperty.call(message, "lastSuccessMs") && (typeof message.lastSuccessMs === "object" ? message.lastSuccessMs.low || message.lastSuccessMs.high : message.lastSuccessMs !== 0))
                    writer.uint32(/* id 17, wireType 0 =*/136).uint64(message.lastSuccessMs);
                if (message.anchor != null && $Object.hasOwnProperty.call(message, "anchor"))
                    $root.muniment.v1.VaultAnchor.encode(message.anchor, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.logins != null && message.logins.length)
                    for (let i = 0; i < message.logins.length; ++i)
                        $root.muniment.v1.VaultPending.encode(message.logins[i], writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
                if (message.lastRequest != null && $Object.hasOwnProperty.call(message, "lastRequest") && message.lastRequest.length)
                    writer.uint32(/* id 20, wireType 2 =*/162).bytes(message.lastRequest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultRecord message, length delimited. Does not implicitly {@link muniment.v1.VaultRecord.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultRecord
             * @static
             * @param {muniment.v1.VaultRecord.$Properties} message VaultRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultRecord.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultRecord message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultRecord & muniment.v1.VaultRecord.$Shape} VaultRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.formatVersion = value;
                            else
                                delete message.formatVersion;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastGeneration = value;
                            else
                                delete message.lastGeneration;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.active = $root.muniment.v1.VaultKeys.decode(reader, reader.size(), $undefined, _depth + 1, message.active);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.previous = $root.muniment.v1.VaultKeys.decode(reader, reader.size(), $undefined, _depth + 1, message.previous);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.staged = $root.muniment.v1.VaultKeys.decode(reader, reader.size(), $undefined, _depth + 1, message.staged);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempts = value;
                            else
                                delete message.attempts;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.unacknowledged = value;
                            else
                                delete message.unacknowledged;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.notBeforeMs = value;
                            else
                                delete message.notBeforeMs;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.frozenUntilMs = value;
                            else
                                delete message.frozenUntilMs;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.deleteAtMs = value;
                            else
                                delete message.deleteAtMs;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.cancelledMs = value;
                            else
                                delete message.cancelledMs;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.destroyedMs = value;
                            else
                                delete message.destroyedMs;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastAttemptMs = value;
                            else
                                delete message.lastAttemptMs;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.lastSuccessMs = value;
                            else
                                delete message.lastSuccessMs;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.anchor = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.anchor);
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            if (!(message.logins && message.logins.length))
                                message.logins = [];
                            message.logins.push($root.muniment.v1.VaultPending.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.lastRequest = value;
                            else
                                delete message.lastRequest;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultRecord message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultRecord & muniment.v1.VaultRecord.$Shape} VaultRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultRecord.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultRecord
             * @function getTypeUrl
             * @memberof muniment.v1.VaultRecord
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultRecord.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultRecord";
            };

            return VaultRecord;
        })();

        v1.VaultKeys = (function() {

            /**
             * Properties of a VaultKeys.
             * @typedef {Object} muniment.v1.VaultKeys.$Properties
             * @property {number|Long|null} [number] VaultKeys number
             * @property {string|null} [ksf] VaultKeys ksf
             * @property {number|Long|null} [sinceMs] VaultKeys sinceMs
             * @property {number|Long|null} [untilMs] VaultKeys untilMs
             * @property {Uint8Array|null} [oprfKey] VaultKeys oprfKey
             * @property {Uint8Array|null} [record] VaultKeys record
             * @property {Uint8Array|null} [releaseSecret] VaultKeys releaseSecret
             * @property {Uint8Array|null} [owner] VaultKeys owner
             * @property {muniment.v1.VaultAnchor.$Properties|null} [anchor] VaultKeys anchor
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultKeys.
             * @memberof muniment.v1
             * @interface IVaultKeys
             * @augments muniment.v1.VaultKeys.$Properties
             * @deprecated Use muniment.v1.VaultKeys.$Properties instead.
             */

            /**
             * Shape of a VaultKeys.
             * @typedef {muniment.v1.VaultKeys.$Properties} muniment.v1.VaultKeys.$Shape
             */

            /**
             * Constructs a new VaultKeys.
             * @memberof muniment.v1
             * @classdesc Represents a VaultKeys.
             * @constructor
             * @param {muniment.v1.VaultKeys.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultKeys = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultKeys number.
             * @member {number|Long} number
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultKeys ksf.
             * @member {string} ksf
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.ksf = "";

            /**
             * VaultKeys sinceMs.
             * @member {number|Long} sinceMs
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultKeys untilMs.
             * @member {number|Long} untilMs
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.untilMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultKeys oprfKey.
             * @member {Uint8Array} oprfKey
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.oprfKey = $util.newBuffer([]);

            /**
             * VaultKeys record.
             * @member {Uint8Array} record
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.record = $util.newBuffer([]);

            /**
             * VaultKeys releaseSecret.
             * @member {Uint8Array} releaseSecret
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.releaseSecret = $util.newBuffer([]);

            /**
             * VaultKeys owner.
             * @member {Uint8Array} owner
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.owner = $util.newBuffer([]);

            /**
             * VaultKeys anchor.
             * @member {muniment.v1.VaultAnchor.$Properties|null|undefined} anchor
             * @memberof muniment.v1.VaultKeys
             * @instance
             */
            VaultKeys.prototype.anchor = null;

            /**
             * Encodes the specified VaultKeys message. Does not implicitly {@link muniment.v1.VaultKeys.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultKeys
             * @static
             * @param {muniment.v1.VaultKeys.$Properties} message VaultKeys message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultKeys.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.number);
                if (message.ksf != null && $Object.hasOwnProperty.call(message, "ksf") && message.ksf !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.ksf);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sinceMs);
                if (message.untilMs != null && $Object.hasOwnProperty.call(message, "untilMs") && (typeof message.untilMs === "object" ? message.untilMs.low || message.untilMs.high : message.untilMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.untilMs);
                if (message.oprfKey != null && $Object.hasOwnProperty.call(message, "oprfKey") && message.oprfKey.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.oprfKey);
                if (message.record != null && $Object.hasOwnProperty.call(message, "record") && message.record.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.record);
                if (message.releaseSecret != null && $Object.hasOwnProperty.call(message, "releaseSecret") && message.releaseSecret.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.releaseSecret);
                if (message.owner != null && $Object.hasOwnProperty.call(message, "owner") && message.owner.length)
                    writer.uint32(/* id 8, wireType 2 =*/66).bytes(message.owner);
                if (message.anchor != null && $Object.hasOwnProperty.call(message, "anchor"))
                    $root.muniment.v1.VaultAnchor.encode(message.anchor, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultKeys message, length delimited. Does not implicitly {@link muniment.v1.VaultKeys.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultKeys
             * @static
             * @param {muniment.v1.VaultKeys.$Properties} message VaultKeys message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultKeys.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultKeys message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultKeys
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultKeys & muniment.v1.VaultKeys.$Shape} VaultKeys
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultKeys.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultKeys();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ksf = value;
                            else
                                delete message.ksf;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.untilMs = value;
                            else
                                delete message.untilMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.oprfKey = value;
                            else
                                delete message.oprfKey;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.record = value;
                            else
                                delete message.record;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.releaseSecret = value;
                            else
                                delete message.releaseSecret;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.owner = value;
                            else
                                delete message.owner;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.anchor = $root.muniment.v1.VaultAnchor.decode(reader, reader.size(), $undefined, _depth + 1, message.anchor);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultKeys message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultKeys
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultKeys & muniment.v1.VaultKeys.$Shape} VaultKeys
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultKeys.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultKeys
             * @function getTypeUrl
             * @memberof muniment.v1.VaultKeys
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultKeys.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultKeys";
            };

            return VaultKeys;
        })();

        v1.VaultPending = (function() {

            /**
             * Properties of a VaultPending.
             * @typedef {Object} muniment.v1.VaultPending.$Properties
             * @property {Uint8Array|null} [loginId] VaultPending loginId
             * @property {number|Long|null} [generation] VaultPending generation
             * @property {number|Long|null} [startedMs] VaultPending startedMs
             * @property {Uint8Array|null} [ke2] VaultPending ke2
             * @property {Uint8Array|null} [state] VaultPending state
             * @property {Uint8Array|null} [sessionKey] VaultPending sessionKey
             * @property {Uint8Array|null} [ke3] VaultPending ke3
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VaultPending.
             * @memberof muniment.v1
             * @interface IVaultPending
             * @augments muniment.v1.VaultPending.$Properties
             * @deprecated Use muniment.v1.VaultPending.$Properties instead.
             */

            /**
             * Shape of a VaultPending.
             * @typedef {muniment.v1.VaultPending.$Properties} muniment.v1.VaultPending.$Shape
             */

            /**
             * Constructs a new VaultPending.
             * @memberof muniment.v1
             * @classdesc Represents a VaultPending.
             * @constructor
             * @param {muniment.v1.VaultPending.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VaultPending = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VaultPending loginId.
             * @member {Uint8Array} loginId
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.loginId = $util.newBuffer([]);

            /**
             * VaultPending generation.
             * @member {number|Long} generation
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.generation = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultPending startedMs.
             * @member {number|Long} startedMs
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.startedMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * VaultPending ke2.
             * @member {Uint8Array} ke2
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.ke2 = $util.newBuffer([]);

            /**
             * VaultPending state.
             * @member {Uint8Array} state
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.state = $util.newBuffer([]);

            /**
             * VaultPending sessionKey.
             * @member {Uint8Array} sessionKey
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.sessionKey = $util.newBuffer([]);

            /**
             * VaultPending ke3.
             * @member {Uint8Array} ke3
             * @memberof muniment.v1.VaultPending
             * @instance
             */
            VaultPending.prototype.ke3 = $util.newBuffer([]);

            /**
             * Encodes the specified VaultPending message. Does not implicitly {@link muniment.v1.VaultPending.verify|verify} messages.
             * @function encode
             * @memberof muniment.v1.VaultPending
             * @static
             * @param {muniment.v1.VaultPending.$Properties} message VaultPending message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultPending.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.loginId != null && $Object.hasOwnProperty.call(message, "loginId") && message.loginId.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.loginId);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && (typeof message.startedMs === "object" ? message.startedMs.low || message.startedMs.high : message.startedMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.startedMs);
                if (message.ke2 != null && $Object.hasOwnProperty.call(message, "ke2") && message.ke2.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.ke2);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.state);
                if (message.sessionKey != null && $Object.hasOwnProperty.call(message, "sessionKey") && message.sessionKey.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.sessionKey);
                if (message.ke3 != null && $Object.hasOwnProperty.call(message, "ke3") && message.ke3.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.ke3);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Encodes the specified VaultPending message, length delimited. Does not implicitly {@link muniment.v1.VaultPending.verify|verify} messages.
             * @function encodeDelimited
             * @memberof muniment.v1.VaultPending
             * @static
             * @param {muniment.v1.VaultPending.$Properties} message VaultPending message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VaultPending.encodeDelimited = function(message, writer) {
                return this.encode(message, (writer || $Writer.create()).fork()).ldelim();
            };

            /**
             * Decodes a VaultPending message from the specified reader or buffer.
             * @function decode
             * @memberof muniment.v1.VaultPending
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {muniment.v1.VaultPending & muniment.v1.VaultPending.$Shape} VaultPending
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultPending.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.muniment.v1.VaultPending();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.loginId = value;
                            else
                                delete message.loginId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.startedMs = value;
                            else
                                delete message.startedMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ke2 = value;
                            else
                                delete message.ke2;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sessionKey = value;
                            else
                                delete message.sessionKey;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ke3 = value;
                            else
                                delete message.ke3;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            /**
             * Decodes a VaultPending message from the specified reader or buffer, length delimited.
             * @function decodeDelimited
             * @memberof muniment.v1.VaultPending
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @returns {muniment.v1.VaultPending & muniment.v1.VaultPending.$Shape} VaultPending
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VaultPending.decodeDelimited = function(reader) {
                if (!(reader instanceof $Reader))
                    reader = new $Reader(reader);
                return this.decode(reader, reader.size());
            };

            /**
             * Gets the type url for VaultPending
             * @function getTypeUrl
             * @memberof muniment.v1.VaultPending
             * @static
             * @param {string} [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns {string} The type url
             */
            VaultPending.getTypeUrl = function(prefix) {
                if (prefix === $undefined)
                    prefix = "type.googleapis.com";
                return prefix + "/muniment.v1.VaultPending";
            };

            return VaultPending;
        })();

        return v1;
    })();

    return muniment;
})();

export {
  $root as default
};
